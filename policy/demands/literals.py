"""The expectation `not written in the program`, for values that are credentials.

A policy sees secrets in plain text and cannot tell a fetched one from a literal by its look. It can
tell by the program: a value that stands in its sources or in plain configuration is a literal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from policy.control import Context
from policy.demands.program_text import is_written, program_text
from policy.demands.stand_ins import without_stand_ins
from policy.graph import Reading, Resource, Unknown
from policy.verdict import Observation, Phrase, Verdict, phrase

CREDENTIAL_NAME: Final = re.compile(
    r"(?:passw(?:or)?d|pwd|passphrase|secret|token|api_?key|access_?key|private_?key"
    r"|client_?secret|credentials?|auth_?code|connection_?string)$",
    re.IGNORECASE,
)
_IN_A_URL: Final = re.compile(r"://[^/\s:@]*:[^/\s@]+@")
_MASKED: Final = re.compile(r"\[secret\]|\*{3,}")

_EXPECTED: Final = phrase("a value that is not written in the program")


def no_literal(resource: Resource, path: str, context: Context) -> tuple[Observation, ...]:
    """What each credential at the path says; nothing where none is set."""
    return tuple(
        judge_credential(reading, context)
        for reading in resource.read(path)
        if not reading.is_absent and reading.value not in ("", [], {})
    )


def judge_credential(reading: Reading, context: Context) -> Observation:
    """Whether a credential is written in the program's sources or plain configuration."""
    verdict, found = _judge(reading.value, context)
    return Observation(verdict, reading.path, _EXPECTED, found)


def _judge(value: object, context: Context) -> tuple[Verdict, Phrase]:
    if isinstance(value, Unknown):
        return _judge_unknown(value, context)
    if _MASKED.fullmatch(str(value)):
        return Verdict.PASS, phrase("a value that is encrypted in the state")
    if set(_credentials(value)) & set(context.graph.configuration.values()):
        return Verdict.FAIL, phrase("a value that plain configuration contains")
    text = program_text(context)
    if text is None:
        return Verdict.UNDETERMINED, phrase(
            "a value of which, without the program's sources, nobody can tell whether it is"
            " written there (setting programDirectory)"
        )
    if any(is_written(item, text) for item in _credentials(value)):
        return Verdict.FAIL, phrase("a value that the program's sources contain")
    return Verdict.PASS, phrase("a value that the program's sources do not contain")


def _judge_unknown(value: Unknown, context: Context) -> tuple[Verdict, Phrase]:
    if _IN_A_URL.search(without_stand_ins(value, context.graph)):
        return Verdict.FAIL, phrase("a text with a password in its address")
    if value.origins or any(invoke.answered == "unknown" for invoke in context.graph.invokes):
        return Verdict.PASS, phrase("a value that is computed or fetched, not written")
    return Verdict.UNDETERMINED, phrase("a value that is not known before deployment")


def _credentials(value: object) -> Iterator[str]:
    """The value itself; of a JSON object only members with the name of a credential."""
    parsed = _parsed(value)
    if isinstance(parsed, Mapping):
        yield from _members(parsed)
    else:
        yield str(value)


def _members(document: Mapping[str, object]) -> Iterator[str]:
    for name, item in document.items():
        if isinstance(item, Mapping):
            yield from _members(item)
        elif isinstance(item, str) and item and CREDENTIAL_NAME.search(str(name)):
            yield item


def _parsed(value: object) -> object:
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
