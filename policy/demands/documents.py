"""Expectations of JSON documents that a property holds as text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policy.catalog.conditions import holds
from policy.expectations import Expectation
from policy.graph import Reading, Unknown
from policy.verdict import Observation, Verdict, phrase, worst


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


def json_each_says(expectation: Expectation, arguments: tuple[str, ...]) -> tuple[Observation, ...]:
    """Whether every item of a list in JSON meets a condition such as `privileged=-|false`."""
    condition = "|".join(arguments)
    expected = phrase("a list in which each item has {0}", condition)
    return tuple(
        Observation(
            _judge_each(reading, condition, expectation.absent),
            reading.path,
            expected,
            phrase("not set") if reading.is_absent else phrase("a document"),
        )
        for reading in expectation.resource.read(expectation.path)
    )


def _judge_each(reading: Reading, condition: str, absent: Verdict) -> Verdict:
    if reading.is_absent:
        return absent
    items = _parsed(reading.value)
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        return Verdict.UNDETERMINED
    return worst(Verdict.PASS if holds(condition, item) else Verdict.FAIL for item in items)


def _judge(reading: Reading, condition: str, absent: Verdict) -> Verdict:
    if reading.is_absent:
        return absent
    document = _document(reading.value)
    if document is None:
        return Verdict.UNDETERMINED
    return Verdict.PASS if holds(condition, document) else Verdict.FAIL


def _document(value: object) -> Mapping[str, object] | None:
    """The object in a text, also as the only item of a list; `None` if it cannot be read."""
    parsed = _parsed(value)
    if isinstance(parsed, list) and len(parsed) == 1:
        parsed = parsed[0]
    return parsed if isinstance(parsed, Mapping) else None


def _parsed(value: object) -> object:
    """What a JSON text says; stand-ins in it are values that are set, and equal nothing known."""
    text = value.text if isinstance(value, Unknown) else value
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return None
