"""Parameters of database and cache parameter groups, and the group a store really uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.relations.links import Links, links
from policy.verdict import Observation, Phrase, Verdict, phrase

PATH: Final = "parameters"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A demand on one parameter; `absent` is what leaving it out means."""

    name: str
    expected: Phrase
    holds: Callable[[str], bool]
    absent: Verdict = Verdict.FAIL


def value_of(group: Resource, name: str) -> object:
    """A parameter's value as text, `ABSENT`, or `Unknown` where a list entry hides it."""
    hidden: object = ABSENT
    for reading in group.read(f"{PATH}[]"):
        if isinstance(reading.value, Mapping):
            named = reading.value.get("name")
            if named == name:
                return _as_text(reading.value.get("value"))
            hidden = Unknown() if isinstance(named, Unknown) else hidden
        elif not reading.is_absent:
            hidden = Unknown()
    return hidden


def judge_parameter(group: Resource, parameter: Parameter, path: str = PATH) -> Observation:
    """What a group says about one parameter."""
    value = value_of(group, parameter.name)
    expected = phrase("{0}: {1}", parameter.name, parameter.expected)
    if isinstance(value, Unknown):
        found = phrase("not known before deployment")
        return Observation(Verdict.UNDETERMINED, path, expected, found)
    if value is ABSENT:
        return Observation(parameter.absent, path, expected, phrase("not set in {0}", group.name))
    fits = isinstance(value, str) and parameter.holds(value)
    found = phrase("{0} in {1}", value, group.name)
    return Observation(Verdict.PASS if fits else Verdict.FAIL, path, expected, found)


def judge_attached(
    store: Resource, path: str, graph: Graph, token: str, parameter: Parameter
) -> tuple[Observation, ...]:
    """What the group that a store names says about one parameter.

    A store without a group of its own uses AWS's default one, which nobody can change.
    """
    expected = phrase("{0}: {1}", parameter.name, parameter.expected)
    named = links(store, path, graph, token)
    if named.found:
        judged = tuple(judge_parameter(group, parameter, path) for group in named.found)
        return (*judged, *_doubt(named, path, expected))
    if uses_default(store.get(path)):
        found = phrase("AWS's default parameter group")
        return (Observation(parameter.absent, path, expected, found),)
    return _doubt(named, path, expected)


def uses_default(name: object) -> bool:
    """Whether the name of a parameter group is that of a default one, or missing."""
    return name is ABSENT or (isinstance(name, str) and name.startswith("default"))


def _doubt(named: Links, path: str, expected: Phrase) -> tuple[Observation, ...]:
    if named.complete:
        return ()
    found = phrase("a parameter group outside this program")
    return (Observation(Verdict.UNDETERMINED, path, expected, found),)


def _as_text(value: object) -> object:
    if value is None or isinstance(value, Unknown):
        return Unknown() if value is not None else ABSENT
    return str(value).lower() if isinstance(value, bool) else str(value)
