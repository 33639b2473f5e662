"""What a check says: verdicts, and the observations that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Verdict(StrEnum):
    """The six verdicts. Of several observations the worst counts."""

    PASS = "pass"  # noqa: S105  # a verdict, not a password
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"
    ERROR = "error"


_SEVERITY = {
    verdict: rank
    for rank, verdict in enumerate(
        (
            Verdict.NOT_APPLICABLE,
            Verdict.PASS,
            Verdict.EXEMPT,
            Verdict.UNDETERMINED,
            Verdict.FAIL,
            Verdict.ERROR,
        )
    )
}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that counts; `NOT_APPLICABLE` when there is none."""
    return max(verdicts, key=_SEVERITY.__getitem__, default=Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in a form that can be said in every language of the report.

    `template` is the English sentence with `{0}`, `{1}` … for the values; the translation tables
    are keyed by it. A value may be a phrase itself.
    """

    template: str
    values: tuple[str | Phrase, ...] = ()

    def __str__(self) -> str:
        return self.template.format(*self.values)


def phrase(template: str, *values: object) -> Phrase:
    """A phrase from an English template and its values."""
    return Phrase(template, tuple(map(_as_value, values))) if values else _bare(template)


@lru_cache(maxsize=1024)
def _bare(template: str) -> Phrase:
    return Phrase(template)


def _as_value(value: object) -> str | Phrase:
    # A tuple: `str | Phrase` would make a new union each time.
    return value if isinstance(value, (str, Phrase)) else str(value)


@dataclass(frozen=True, slots=True)
class Observation:
    """What a check saw at one property, and what follows from it.

    Attributes:
        verdict: What this one observation says.
        path: The concrete property path, or `""` for the resource as a whole.
        expected: What the control demands there.
        found: What was there, redacted where it may be secret.
    """

    verdict: Verdict
    path: str
    expected: Phrase
    found: Phrase
