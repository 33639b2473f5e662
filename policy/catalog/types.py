"""Expectations of a type as a whole, whatever its properties say."""

from __future__ import annotations

from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase


def type_not_used(resource: Resource) -> tuple[Observation, ...]:
    """A type that cannot meet the control's demand whatever its properties are."""
    expected = phrase("another type, which can meet the demand")
    return (Observation(Verdict.FAIL, "", expected, phrase("{0}", resource.type)),)


def contents_not_readable(resource: Resource) -> tuple[Observation, ...]:
    """A type that creates other resources, which the program does not show."""
    expected = phrase("resources that the program declares itself")
    found = phrase("{0}, which creates resources out of sight", resource.type)
    return (Observation(Verdict.UNDETERMINED, "", expected, found),)
