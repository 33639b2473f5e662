"""Finding credentials among variables, in documents and in texts, by their names and their look."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from policy.catalog.paths import value_at
from policy.control import Context
from policy.demands.literals import CREDENTIAL_NAME
from policy.demands.stand_ins import without_stand_ins
from policy.graph import ABSENT, Reading, Resource, Unknown
from policy.verdict import Observation, Phrase, Verdict, phrase

KEY_MATERIAL: Final = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\bsk_live_[A-Za-z0-9]{16,}"
)
"""Keys that tell by their form what they are: of AWS, GitHub, Slack, Stripe, and private keys."""

KEY_HINTS: Final = (
    "AKIA",
    "ASIA",
    "PRIVATE KEY",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "xox",
    "sk_",
)
"""What every match of `KEY_MATERIAL` contains."""

_ASSIGNMENT: Final = re.compile(
    r"(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key)[\"']?\s*[=:]\s*[\"']?"
    r"(?![$<{%(\[]|arn:|\s)[^\s\"'$<{]{6,}",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"arn:|/[\w/.-]+$|[\w.-]+(?:/[\w.-]+)+$|\$\{|\{\{|https?://[^@]*$")
"""What is the name of a credential rather than one: ARNs, paths, placeholders and addresses."""

_NAMING_OUTPUTS: Final = frozenset({"arn", "id", "name", "secretId", "url"})
_NAME_SIBLINGS: Final = ("name", "parameterKey", "key")


def credential_variable(resource: Resource, path: str) -> tuple[Observation, ...]:
    """What each variable with a credential's name holds; nothing of the other variables."""
    depth = path.count(".") + path.count("{}")
    return tuple(
        _observe(*_judge_variable(reading.value), reading.path)
        for reading in resource.read(path)
        if not reading.is_absent
        and (reading.path.count(".") < depth or _is_credential(reading, resource))
    )


def credential_json(resource: Resource, path: str) -> tuple[Observation, ...]:
    """What the environment variables in a JSON document hold, by the same rules."""
    observations: list[Observation] = []
    for reading in resource.read(path):
        document = _parsed(reading.value)
        if document is None:
            observations.append(_unreadable(reading))
        elif document is not ABSENT:
            observations.extend(
                _observe(*_judge_variable(value), f"{reading.path} ({name})")
                for name, value in _variables(document)
                if CREDENTIAL_NAME.search(name)
            )
    return tuple(observations)


def credential_text(resource: Resource, path: str, context: Context) -> tuple[Observation, ...]:
    """Whether a text, also one in Base64, holds what looks like a credential."""
    return tuple(
        _judge_text(reading, context) for reading in resource.read(path) if not reading.is_absent
    )


def secret_reference(resource: Resource, path: str) -> tuple[Observation, ...]:
    """Whether a property that wants the ARN of a secret has one."""
    expected = phrase("the ARN of a secret")
    return tuple(
        Observation(_judge_reference(reading.value), reading.path, expected, phrase("a value"))
        for reading in resource.read(path)
        if not reading.is_absent
    )


def is_credential(name: str, value: object) -> bool:
    """Whether a name says that its value is a credential, and the value is not a reference."""
    named = CREDENTIAL_NAME.search(name) is not None
    return named and isinstance(value, str) and bool(value) and not _REFERENCE.match(value)


def _observe(verdict: Verdict, found: Phrase, path: str) -> Observation:
    expected = phrase("a reference to a secret, which the program fetches when it runs")
    return Observation(verdict, path, expected, found)


def _judge_variable(value: object) -> tuple[Verdict, Phrase]:
    if isinstance(value, Unknown):
        named = bool(value.origins) and all(
            origin.output in _NAMING_OUTPUTS for origin in value.origins
        )
        if named:
            return Verdict.PASS, phrase("the name or ARN of a resource")
        return Verdict.UNDETERMINED, phrase("a value that is not known before deployment")
    if not isinstance(value, str) or not value or _REFERENCE.match(value):
        return Verdict.PASS, phrase("a reference or nothing")
    return Verdict.FAIL, phrase("a value in plain text")


def _is_credential(reading: Reading, resource: Resource) -> bool:
    block, _, last = reading.path.rpartition(".")
    siblings = (value_at(resource.properties, f"{block}.{name}") for name in _NAME_SIBLINGS)
    name = next((item for item in siblings if last == "value" and isinstance(item, str)), last)
    if last == "parameterValue":
        name = str(value_at(resource.properties, f"{block}.parameterKey"))
    return CREDENTIAL_NAME.search(name) is not None


def _variables(document: object) -> Iterator[tuple[str, object]]:
    if isinstance(document, Mapping):
        if isinstance(document.get("name"), str) and "value" in document:
            yield document["name"], document["value"]
        for value in document.values():
            yield from _variables(value)
    elif isinstance(document, list):
        for item in document:
            yield from _variables(item)


def _parsed(value: object) -> object:
    """The document; `ABSENT` if there is none, `None` if it cannot be read."""
    text = value.text if isinstance(value, Unknown) else value
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return None


def _unreadable(reading: Reading) -> Observation:
    return Observation(
        Verdict.UNDETERMINED,
        reading.path,
        phrase("a document that can be read"),
        phrase("a document that is not known before deployment"),
    )


def _judge_text(reading: Reading, context: Context) -> Observation:
    expected = phrase("a text without credentials")
    value = reading.value
    text = without_stand_ins(value, context.graph) if isinstance(value, Unknown) else str(value)
    if any(_holds_credential(item) for item in (text, _decoded(text))):
        return Observation(
            Verdict.FAIL, reading.path, expected, phrase("a text with a credential in it")
        )
    if isinstance(value, Unknown) and value.text is None:
        return _unreadable(reading)
    return Observation(Verdict.PASS, reading.path, expected, phrase("a text without credentials"))


def _holds_credential(text: str) -> bool:
    return bool(KEY_MATERIAL.search(text) or _ASSIGNMENT.search(text))


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _judge_reference(value: object) -> Verdict:
    if isinstance(value, Unknown):
        named = value.origins and all(item.output in {"arn", "id"} for item in value.origins)
        return Verdict.PASS if named else Verdict.UNDETERMINED
    return Verdict.PASS if str(value).startswith("arn:") else Verdict.FAIL
