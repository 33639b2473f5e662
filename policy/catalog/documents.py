"""The expectation of a member of a JSON document that a property holds as text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policy.catalog.conditions import holds
from policy.expectations import Expectation
from policy.graph import Reading, Unknown
from policy.verdict import Observation, Verdict, phrase


def json_says(expectation: Expectation, arguments: tuple[str, ...]) -> tuple[Observation, ...]:
    """Whether a document meets a condition such as `Encryption.Enabled=true`."""
    condition = "|".join(arguments)
    expected = phrase("a document with {0}", condition)
    return tuple(
        Observation(
            _judge(reading, condition, expectation.absent),
            reading.path,
            expected,
            phrase("not set") if reading.is_absent else phrase("a document"),
        )
        for reading in expectation.resource.read(expectation.path)
    )


def _judge(reading: Reading, condition: str, absent: Verdict) -> Verdict:
    if reading.is_absent:
        return absent
    document = _document(reading.value)
    if document is None:
        return Verdict.UNDETERMINED
    return Verdict.PASS if holds(condition, document) else Verdict.FAIL


def _document(value: object) -> Mapping[str, object] | None:
    """The object in a text; stand-ins in it are values that are set, and equal nothing known."""
    text = value.text if isinstance(value, Unknown) else value
    if not isinstance(text, str):
        return text if isinstance(text, Mapping) else None
    try:
        parsed = json.loads(text)
    except ValueError:
        return None
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    return parsed if isinstance(parsed, Mapping) else None
