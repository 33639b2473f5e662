"""The expectation of a type as a whole, whatever its properties say."""

from __future__ import annotations

from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase


def type_not_used(resource: Resource) -> tuple[Observation, ...]:
    """A type that cannot meet the control's demand whatever its properties are."""
    expected = phrase("another type, which can meet the demand")
    return (Observation(Verdict.FAIL, "", expected, phrase("{0}", resource.type)),)
