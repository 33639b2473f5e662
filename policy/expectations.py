"""The vocabulary of expectations: each written once, each handling the three states once.

    expect(instance, "multiAz").is_true()
    expect(stream, "retentionPeriod").at_least(168)
    expect(topic, "kmsMasterKeyId", absent=Verdict.FAIL).customer_key(context)

An unknown value is `undetermined` unless the expectation can prove it by reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from policy.graph import Provenance, Reading, Resource, Unknown
from policy.redaction import describe
from policy.verdict import Observation, Phrase, Verdict, phrase

_BOOLEANS: Final = {
    "true": True,
    "1": True,
    "enabled": True,
    "false": False,
    "0": False,
    "disabled": False,
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """An expectation of the values at one property path of one resource."""

    resource: Resource
    path: str
    absent: Verdict

    def is_true(self) -> tuple[Observation, ...]:
        """True, also as the text `true`, which some properties carry."""
        return self.holds(phrase("true"), lambda value: as_boolean(value) is True)

    def is_false(self) -> tuple[Observation, ...]:
        """False, also as the text `false`."""
        return self.holds(phrase("false"), lambda value: as_boolean(value) is False)

    def is_absent(self) -> tuple[Observation, ...]:
        """Not set, or an empty text, list or object; an unknown value is set, so it fails."""
        return tuple(
            [
                self._observe(reading, phrase("not set"), self._absence(reading))
                for reading in self.resource.read(self.path)
            ]
        )

    def is_present(self) -> tuple[Observation, ...]:
        """Set to anything but an empty text, list or object; an unknown value is set."""
        return tuple(
            [
                self._observe(reading, phrase("set"), self._presence(reading))
                for reading in self.resource.read(self.path)
            ]
        )

    def equals(self, wanted: object) -> tuple[Observation, ...]:
        """Exactly this plain value."""
        return self.holds(phrase("{0}", wanted), lambda value: value == wanted)

    def one_of(self, *wanted: str) -> tuple[Observation, ...]:
        """One of these texts."""
        return self.holds(phrase("one of {0}", ", ".join(wanted)), lambda value: value in wanted)

    def none_of(self, *unwanted: str) -> tuple[Observation, ...]:
        """None of these texts."""
        expected = phrase("none of {0}", ", ".join(unwanted))
        return self.holds(expected, lambda value: value not in unwanted)

    def at_least(self, minimum: float) -> tuple[Observation, ...]:
        """A number not below the minimum, also as text."""
        expected = phrase("at least {0}", minimum)
        return self.holds(expected, lambda value: _number(value) >= minimum)

    def at_most(self, maximum: float) -> tuple[Observation, ...]:
        """A number not above the maximum, also as text."""
        expected = phrase("at most {0}", maximum)
        return self.holds(expected, lambda value: _number(value) <= maximum)

    def starts_with(self, *beginnings: str) -> tuple[Observation, ...]:
        """A text with one of these beginnings."""
        expected = phrase("starting with {0}", ", ".join(beginnings))
        return self.holds(expected, lambda value: _text(value).startswith(beginnings))

    def matches(self, pattern: str) -> tuple[Observation, ...]:
        """A text in which a regular expression finds something."""
        expected = phrase("something that matches {0}", pattern)
        return self.holds(expected, lambda value: re.search(pattern, _text(value)) is not None)

    def matches_not(self, pattern: str) -> tuple[Observation, ...]:
        """A text in which a regular expression finds nothing."""
        expected = phrase("nothing that matches {0}", pattern)
        return self.holds(expected, lambda value: re.search(pattern, _text(value)) is None)

    def contains(self, *wanted: str) -> tuple[Observation, ...]:
        """A list with all of these texts; one that is not known could be any of them."""
        expected = phrase("a list with {0}", ", ".join(wanted))
        return self.holds(expected, lambda value: _has_all(_items(value), wanted))

    def has_items(self, minimum: int) -> tuple[Observation, ...]:
        """A list of at least so many items, of which some may be unknown."""
        expected = phrase("at least {0} items", minimum)
        return self.holds(expected, lambda value: len(_items(value)) >= minimum)

    def holds(
        self, expected: Phrase, claim: Callable[[object], bool | None]
    ) -> tuple[Observation, ...]:
        """Any claim on known values, in words of its own; a claim that raises does not hold.

        A claim that cannot tell, since part of the value is unknown, answers `None`.
        """
        return tuple(
            [
                self._observe(reading, expected, self._judge(reading, claim))
                for reading in self.resource.read(self.path)
            ]
        )

    def _judge(self, reading: Reading, claim: Callable[[object], bool | None]) -> Verdict:
        if reading.is_absent:
            return self.absent
        if reading.is_unknown:
            return Verdict.UNDETERMINED
        try:
            answer = claim(reading.value)
        except (TypeError, ValueError):
            return Verdict.FAIL
        if answer is None:
            return Verdict.UNDETERMINED
        return Verdict.PASS if answer else Verdict.FAIL

    def _absence(self, reading: Reading) -> Verdict:
        if self._is_hidden(reading):
            return Verdict.UNDETERMINED
        return Verdict.PASS if _is_empty(reading) else Verdict.FAIL

    def _presence(self, reading: Reading) -> Verdict:
        if self._is_hidden(reading):
            return Verdict.UNDETERMINED
        if _is_empty(reading):
            return self.absent
        return Verdict.PASS

    def _is_hidden(self, reading: Reading) -> bool:
        """Whether an unknown object on the way hides if anything is set at the path itself."""
        return reading.is_unknown and reading.path.count(".") < self.path.count(".")

    def _observe(self, reading: Reading, expected: Phrase, verdict: Verdict) -> Observation:
        return Observation(verdict, reading.path, expected, describe(self.resource, reading))


def expect(resource: Resource, path: str, *, absent: Verdict = Verdict.FAIL) -> Expectation:
    """An expectation of a property; `absent` is what its absence means."""
    return Expectation(resource, path, absent)


def proven_by(unknown: Unknown, fits: Callable[[str], bool]) -> bool:
    """Whether an unknown value is proven, by reference, to come from a fitting resource.

    `fits` tells of a URN whether that resource would satisfy the expectation. Mere candidates
    prove nothing: the value may come from none of them.
    """
    urns = [origin.urn for origin in unknown.origins]
    if unknown.provenance is Provenance.ONE_EACH:
        return any(fits(urn) for urn in urns)
    is_exact = unknown.provenance is Provenance.EXACT
    return is_exact and bool(urns) and all(fits(urn) for urn in urns)


def as_boolean(value: object) -> bool | None:
    """A boolean from a boolean or from the texts that providers use for one."""
    if isinstance(value, bool):
        return value
    return _BOOLEANS.get(value.lower()) if isinstance(value, str) else None


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(f"{type(value).__name__} is not a number")
    return float(value)


def _is_empty(reading: Reading) -> bool:
    return reading.is_absent or reading.value in ("", [], {})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is not a text")
    return value


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} is not a list")
    return value


def _has_all(items: list[object], wanted: tuple[str, ...]) -> bool | None:
    missing = [text for text in wanted if text not in items]
    if not missing:
        return True
    return None if any(isinstance(item, Unknown) for item in items) else False
