"""Rendering `aws.iam.get_policy_document` as the provider does.

Source: `internal/service/iam/policy_document_data_source.go` and `policy_model.go` of the
Terraform AWS provider, which the Pulumi provider wraps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Final

_DEFAULT_VERSION: Final = "2012-10-17"
# Each field of a statement, in the order of the rendered document.
_LISTS: Final = {
    "Action": "actions",
    "NotAction": "notActions",
    "Resource": "resources",
    "NotResource": "notResources",
}
_PRINCIPALS: Final = {"Principal": "principals", "NotPrincipal": "notPrincipals"}

_Statement = dict[str, object]


class UnreadableError(ValueError):
    """A document to merge is not JSON, for example because it is not computed yet."""


class DuplicateSidError(ValueError):
    """Two statements of one document, or of the sources, have the same Sid."""


def render(arguments: Mapping[str, object]) -> dict[str, object]:
    """The result of the look-up: sources, then own statements, then overrides.

    Raises:
        UnreadableError: A source or override document is not a JSON document.
        DuplicateSidError: A Sid occurs twice where it must be unique.
    """
    merged = _Document()
    sources = _documents(arguments, "sourceJson", "sourcePolicyDocuments")
    _refuse_duplicates(statement for source in sources for statement in source.statements)
    for source in sources:
        merged.merge(source)
    merged.merge(_own(arguments))
    for override in _documents(arguments, "overrideJson", "overridePolicyDocuments"):
        merged.merge(override)
    rendered = merged.as_dict()
    text = json.dumps(rendered, indent=2)
    return {
        "json": text,
        "minifiedJson": json.dumps(rendered, separators=(",", ":")),
        "id": str(int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)),
        "version": merged.version,
    }


class _Document:
    """A policy document that others are merged into."""

    def __init__(
        self, version: str = "", identity: str = "", statements: Iterable[_Statement] = ()
    ) -> None:
        self.version = version
        self.identity = identity
        self.statements = list(statements)

    def merge(self, other: _Document) -> None:
        """Adopt the newer version and the Id; a statement replaces the one with its Sid."""
        self.identity = other.identity or self.identity
        self.version = max(self.version, other.version)
        for statement in other.statements:
            self._merge_statement(statement)

    def _merge_statement(self, statement: _Statement) -> None:
        sid = statement.get("Sid")
        for index, existing in enumerate(self.statements):
            if sid and existing.get("Sid") == sid:
                self.statements[index] = statement
                return
        self.statements.append(statement)

    def as_dict(self) -> dict[str, object]:
        """The document as it is rendered."""
        identity = {"Id": self.identity} if self.identity else {}
        return {"Version": self.version, **identity, "Statement": self.statements}


def _documents(arguments: Mapping[str, object], single: str, several: str) -> list[_Document]:
    texts = [arguments.get(single), *_items(arguments.get(several))]
    return [_parsed(text) for text in texts if text]


def _parsed(text: object) -> _Document:
    try:
        document = json.loads(str(text))
    except ValueError as error:
        raise UnreadableError from error
    if not isinstance(document, dict):
        raise UnreadableError
    statements = document.get("Statement") or []
    return _Document(
        str(document.get("Version") or ""),
        str(document.get("Id") or ""),
        [statements] if isinstance(statements, dict) else statements,
    )


def _own(arguments: Mapping[str, object]) -> _Document:
    version = str(arguments.get("version") or _DEFAULT_VERSION)
    statements = [
        _statement(item, version)
        for item in _items(arguments.get("statements"))
        if isinstance(item, Mapping)
    ]
    _refuse_duplicates(statements)
    return _Document(version, str(arguments.get("policyId") or ""), statements)


def _statement(written: Mapping[str, object], version: str) -> _Statement:
    expand = _expander(version)
    # The SDK does not translate the snake_case names of statements that are written as dicts.
    source = {_camel_case(name): value for name, value in written.items()}
    statement: _Statement = {}
    if source.get("sid"):
        statement["Sid"] = source["sid"]
    statement["Effect"] = source.get("effect") or "Allow"
    for name, argument in _LISTS.items():
        if values := _items(source.get(argument)):
            statement[name] = _one_or_sorted(map(expand, values))
    for name, argument in _PRINCIPALS.items():
        if principals := _items(source.get(argument)):
            statement[name] = _principals(principals, expand)
    if conditions := _items(source.get("conditions")):
        statement["Condition"] = _conditions(conditions, expand)
    return statement


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _expander(version: str) -> Callable[[object], str]:
    """`&{…}` stands for a policy variable, since `${…}` has a meaning of its own in Terraform."""
    if version == "2008-10-17":
        return str
    return lambda value: str(value).replace("&{", "${")


def _principals(principals: Iterable[object], expand: Callable[[object], str]) -> object:
    grouped: dict[str, list[str]] = {}
    for principal in principals:
        if isinstance(principal, Mapping):
            identifiers = map(expand, _items(principal.get("identifiers")))
            grouped.setdefault(str(principal.get("type")), []).extend(identifiers)
    if grouped == {"*": ["*"]}:
        return "*"
    return {kind: _one_or_sorted(identifiers) for kind, identifiers in grouped.items()}


def _conditions(conditions: Iterable[object], expand: Callable[[object], str]) -> object:
    grouped: dict[str, dict[str, object]] = {}
    for condition in conditions:
        if isinstance(condition, Mapping):
            values = [expand(value) for value in _items(condition.get("values"))]
            variables = grouped.setdefault(str(condition.get("test")), {})
            variables[str(condition.get("variable"))] = values[0] if len(values) == 1 else values
    return grouped


def _one_or_sorted(values: Iterable[str]) -> object:
    items = list(values)
    return items[0] if len(items) == 1 else sorted(items, reverse=True)


def _refuse_duplicates(statements: Iterable[_Statement]) -> None:
    seen: set[object] = set()
    for statement in statements:
        sid = statement.get("Sid")
        if sid and sid in seen:
            raise DuplicateSidError(f"Sid {sid} occurs twice")
        seen.add(sid)


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []
