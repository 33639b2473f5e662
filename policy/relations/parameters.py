"""Parameters of database and cache parameter groups, and the group a store really uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.relations.engines import engine_of
from policy.relations.links import Links, links
from policy.verdict import Observation, Phrase, Verdict, phrase

PATH: Final = "parameters"
_DEFAULT: Final = {
    Verdict.PASS: phrase("AWS's default parameter group, whose value suffices"),
    Verdict.FAIL: phrase("AWS's default parameter group"),
    Verdict.UNDETERMINED: phrase("AWS's default parameter group of a version that is not known"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A demand on one parameter; `absent` is what leaving it out means."""

    name: str
    expected: Phrase
    holds: Callable[[str], bool]
    absent: Verdict = Verdict.FAIL


def value_of(group: Resource, name: str) -> object:
    """A parameter's value as text, `ABSENT`, or `Unknown` where a list entry hides it.

    AWS takes the name in any case. Entries that contradict each other leave the value unknown.
    """
    hidden: object = ABSENT
    values: list[object] = []
    for reading in group.read(f"{PATH}[]"):
        if isinstance(reading.value, Mapping):
            named = reading.value.get("name")
            if isinstance(named, str) and named.lower() == name:
                values.append(_as_text(reading.value.get("value")))
            hidden = Unknown() if isinstance(named, Unknown) else hidden
        elif not reading.is_absent:
            hidden = Unknown()
    if not values:
        return hidden
    return values[0] if all(value == values[0] for value in values) else Unknown()


def judge_parameter(group: Resource, parameter: Parameter, path: str = PATH) -> Observation:
    """What a group says about one parameter."""
    value = value_of(group, parameter.name)
    expected = phrase("{0}: {1}", parameter.name, parameter.expected)
    if isinstance(value, Unknown):
        found = phrase("not known before deployment")
        return Observation(Verdict.UNDETERMINED, path, expected, found)
    if value is ABSENT:
        return _left_out(group, parameter.absent, path, expected)
    fits = isinstance(value, str) and parameter.holds(value)
    found = phrase("{0} in {1}", value, group.name)
    return Observation(Verdict.PASS if fits else Verdict.FAIL, path, expected, found)


def judge_attached(
    store: Resource,
    place: tuple[str, str],
    graph: Graph,
    parameter: Parameter,
    absent_in: Callable[[object], Verdict],
) -> tuple[Observation, ...]:
    """What the group that a store names says about one parameter.

    A store without a group of its own uses AWS's default one, which nobody can change.

    Args:
        store: The database or cache.
        place: The property that names the group, and the type of such groups.
        graph: The program.
        parameter: The demand.
        absent_in: What leaving the parameter out means in a group of a family, such as
            `postgres17`; the family may be unknown or missing.
    """
    path, token = place
    expected = phrase("{0}: {1}", parameter.name, parameter.expected)
    named = links(store, path, graph, token)
    if named.found:
        judged = tuple(
            judge_parameter(group, replace(parameter, absent=absent_in(group.get("family"))), path)
            for group in named.found
        )
        return (*judged, *_doubt(named, path, expected))
    if uses_default(store.get(path)):
        verdict = absent_in(_default_family(store, path))
        return (Observation(verdict, path, expected, _DEFAULT[verdict]),)
    return _doubt(named, path, expected)


def uses_default(name: object) -> bool:
    """Whether the name of a parameter group is that of a default one, or missing."""
    return name is ABSENT or (isinstance(name, str) and name.startswith("default"))


def _default_family(store: Resource, path: str) -> object:
    """The family of the default group, which its name tells, or else the engine's version."""
    name, engine, version = store.get(path), engine_of(store), store.get("engineVersion")
    if isinstance(name, str):
        return name.removeprefix("default.")
    known = isinstance(engine, str) and isinstance(version, str)
    return f"{engine}{version}" if known else Unknown()


def _left_out(group: Resource, verdict: Verdict, path: str, expected: Phrase) -> Observation:
    suffices = verdict is Verdict.PASS
    template = "not set in {0}, where AWS's default suffices" if suffices else "not set in {0}"
    return Observation(verdict, path, expected, phrase(template, group.name))


def _doubt(named: Links, path: str, expected: Phrase) -> tuple[Observation, ...]:
    if named.complete:
        return ()
    found = phrase("a parameter group outside this program")
    return (Observation(Verdict.UNDETERMINED, path, expected, found),)


def _as_text(value: object) -> object:
    if value is None or isinstance(value, Unknown):
        return Unknown() if value is not None else ABSENT
    return str(value).lower() if isinstance(value, bool) else str(value)
