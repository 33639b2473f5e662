"""Judging resource options, which not every source of a graph can see."""

from __future__ import annotations

from functools import cache

from policy.verdict import Observation, Phrase, Verdict, phrase


def judge_switch(name: str, value: bool | None) -> Observation:  # noqa: FBT001  # the option itself
    """Whether an option that keeps resources from being deleted is off."""
    expected = _off(name)
    if value is None:
        found = phrase("an option that this source cannot see")
        return Observation(Verdict.NOT_APPLICABLE, "", expected, found)
    verdict = Verdict.FAIL if value else Verdict.PASS
    return Observation(verdict, "", expected, phrase("on") if value else phrase("off"))


@cache
def _off(name: str) -> Phrase:
    return phrase("the option {0} off", name)
