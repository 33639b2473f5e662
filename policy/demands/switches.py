"""The expectation that one of several switches is on, such as one of three destinations of logs."""

from __future__ import annotations

from policy.expectations import as_boolean
from policy.graph import Reading, Resource
from policy.logic import Claim, any_of, verdict_of
from policy.verdict import Observation, phrase


def any_true(resource: Resource, path: str, switches: tuple[str, ...]) -> tuple[Observation, ...]:
    """Whether the switch at one of the paths is on; none of them is on where none is set."""
    readings = [reading for switch in switches for reading in resource.read(switch)]
    on = [reading.path for reading in readings if _claim(reading)]
    expected = phrase("one of {0} on", ", ".join(switches))
    found = phrase("{0} on", on[0]) if on else phrase("none on")
    verdict = verdict_of(any_of(map(_claim, readings)))
    return (Observation(verdict, path, expected, found),)


def _claim(reading: Reading) -> Claim:
    return None if reading.is_unknown else as_boolean(reading.value) is True
