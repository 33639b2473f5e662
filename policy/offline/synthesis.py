"""Inventing the result of a look-up that nobody answers, in the types of the SDK.

Programs take results apart before any control sees them, so every field has a value of its type
and no list is empty. Texts are stand-ins; booleans and numbers have no room for a marker, so they
differ between two runs of the same program, whose comparison shows what was made from them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Final, Union, get_args, get_origin

from policy.offline import sdk
from policy.offline.session import Session

_MAXIMUM_DEPTH: Final = 6
SECRET_VERSION: Final = "aws:secretsmanager/getSecretVersion:getSecretVersion"  # noqa: S105  # a look-up
_SECRET_KEYS: Final = ("engine", "host", "username", "password", "dbname", "port")
"""What Secrets Manager documents for database secrets, which programs parse as JSON:
https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html"""


def result(session: Session, token: str, arguments: Mapping[str, object]) -> dict[str, object]:
    """An invented result; empty if no SDK of the program knows the look-up."""
    result_class = sdk.result_type(token)
    if result_class is None:
        return {}
    call = hashlib.sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest()
    inventor = _Inventor(session, token, call)
    fields = sdk.fields_of(result_class)
    invented = {
        name: value
        for name, wanted in fields.items()
        if (value := inventor.field(name, wanted, arguments.get(name))) is not None
    }
    if token == SECRET_VERSION:
        invented["secretString"] = inventor.database_secret()
    return invented


class _Inventor:
    """Invents the values of one result."""

    def __init__(self, session: Session, token: str, call: str) -> None:
        self._session = session
        self._token = token
        self._call = call

    def field(self, name: str, wanted: object, argument: object) -> object:
        """A field: the argument of the same name where it fits, nothing if it is optional."""
        if _is_echo(argument, wanted):
            return argument
        return None if _is_optional(wanted) else self._value(name, wanted, 0)

    def database_secret(self) -> str:
        """The JSON text of a database secret whose every value is a stand-in."""
        return json.dumps({key: self._text(f"secretString.{key}") for key in _SECRET_KEYS})

    def _value(self, path: str, wanted: object, depth: int) -> object:
        if wanted is bool:
            return not self._session.is_contrary
        if wanted is int or wanted is float:
            return 2 if self._session.is_contrary else 1
        if depth > _MAXIMUM_DEPTH:
            return None
        if isinstance(wanted, type) and (fields := sdk.fields_of(wanted)):
            return {
                name: self._value(f"{path}.{name}", inner, depth + 1)
                for name, inner in fields.items()
                if not _is_optional(inner)
            }
        return self._container(path, wanted, depth)

    def _container(self, path: str, wanted: object, depth: int) -> object:
        origin, inner = get_origin(wanted), get_args(wanted)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {self._text(f"{path}.key"): self._value(f"{path}.value", inner[-1], depth + 1)}
        if isinstance(origin, type) and issubclass(origin, Sequence):
            length = self._session.invented_list_length if inner[0] is str else 1
            return [self._value(f"{path}[{i}]", inner[0], depth + 1) for i in range(length)]
        return self._text(path)

    def _text(self, path: str) -> str:
        return self._session.stand_ins.outside(self._token, path, self._call)


def _is_optional(wanted: object) -> bool:
    return get_origin(wanted) in {Union, UnionType} and type(None) in get_args(wanted)


def _is_echo(argument: object, wanted: object) -> bool:
    types = get_args(wanted) if _is_optional(wanted) else (wanted,)
    return any(
        isinstance(member, type) and isinstance(argument, member)
        for member in types
        if member in {str, bool}
    )
