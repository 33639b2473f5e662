"""Which resources of the stack a property names.

A reference proves it, and so does a physical name or ARN that a resource of the stack carries.
What neither explains is counted, never dropped: it may name anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy.graph import ABSENT, Graph, Provenance, Reading, Resource, Unknown


@dataclass(frozen=True, slots=True)
class Links:
    """The resources of the stack that a property names.

    Attributes:
        found: In URN order, each once.
        unresolved: How many of the property's values may name something else.
        values: How many values the property has.
        open_ended: Whether one of the unresolved stands for a whole list of unknown length.
    """

    found: tuple[Resource, ...] = ()
    unresolved: int = 0
    values: int = 0
    open_ended: bool = False

    @property
    def complete(self) -> bool:
        """Whether the property names the found resources and nothing else."""
        return self.unresolved == 0

    def mentions(self, resource: Resource) -> bool | None:
        """Whether the property names a resource; `None` if one of its values may."""
        if resource in self.found:
            return True
        return False if self.complete else None


def links(
    resource: Resource, path: str, graph: Graph, *tokens: str, names: Sequence[str] = ("name",)
) -> Links:
    """The resources of some types that the values at a path name.

    `names` are the properties that hold such a resource's physical name or identifier.
    """
    readings = [reading for reading in resource.read(path) if not reading.is_absent]
    targets = graph.of_types(*tokens)
    named = [_named_by(reading, targets, tuple(names)) for reading in readings]
    leftover = [reading for reading, group in zip(readings, named, strict=True) if group is None]
    if leftover:
        by_count = _by_count(resource, path, graph, targets, readings)
        return by_count or Links(
            _ordered(named),
            len(leftover),
            len(readings),
            open_ended=any(_hides_a_list(reading, path) for reading in leftover),
        )
    return Links(_ordered(named), 0, len(readings))


def link(value: object, graph: Graph, *tokens: str, names: Sequence[str] = ("name",)) -> Links:
    """The resources of some types that one value names, wherever it stands."""
    if value is None or value is ABSENT:
        return Links()
    named = _named_by(Reading("", value), graph.of_types(*tokens), tuple(names))
    return Links(_ordered([named]), int(named is None), 1)


def is_named(value: object) -> bool | None:
    """Whether a value names something; `None` where neither value nor reference tells."""
    if isinstance(value, Unknown):
        return True if value.origins else None
    return value is not ABSENT and value not in ("", None)


def referrers_by(
    target: Resource, path: str, graph: Graph, *tokens: str, names: Sequence[str] = ("name",)
) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """The resources of some types whose property names the target, and those whose may."""
    surely: list[Resource] = []
    perhaps: list[Resource] = []
    for resource in graph.of_types(*tokens):
        mentioned = links(resource, path, graph, target.type, names=names).mentions(target)
        if mentioned is not False:
            (surely if mentioned else perhaps).append(resource)
    return tuple(surely), tuple(perhaps)


def _hides_a_list(reading: Reading, path: str) -> bool:
    return reading.is_unknown and reading.path.count("[") < path.count("[]")


def _ordered(named: Iterable[Sequence[Resource] | None]) -> tuple[Resource, ...]:
    found = {item.urn: item for group in named for item in group or ()}
    return tuple(found[urn] for urn in sorted(found))


def _by_count(
    resource: Resource,
    path: str,
    graph: Graph,
    targets: Sequence[Resource],
    readings: Sequence[Reading],
) -> Links | None:
    # Physical ids, as a state export has them, say nothing; but as many references as values do.
    if any(reading.is_unknown for reading in readings):
        return None
    known = {target.urn for target in targets}
    referred = graph.origins_of(resource, path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0])
    fitting = tuple(item for item in referred if item.urn in known)
    if len(fitting) != len(readings):
        return None
    return Links(_ordered([fitting]), 0, len(readings))


def _named_by(
    reading: Reading, targets: Sequence[Resource], names: tuple[str, ...]
) -> Sequence[Resource] | None:
    value = reading.value
    if isinstance(value, Unknown):
        return _origins(value, targets) or _carriers(value.text, targets, names)
    return _carriers(value, targets, names)


def _origins(value: Unknown, targets: Sequence[Resource]) -> Sequence[Resource] | None:
    urns = {origin.urn for origin in value.origins}
    fitting = [target for target in targets if target.urn in urns]
    if value.provenance is Provenance.CANDIDATES and len(fitting) < len(urns):
        return None
    return fitting or None


def _carriers(
    value: object, targets: Sequence[Resource], names: tuple[str, ...]
) -> Sequence[Resource] | None:
    if not isinstance(value, str):
        return None
    text = value.removesuffix(":*")
    return [target for target in targets if _carries(target, text, names)] or None


def _carries(target: Resource, text: str, names: tuple[str, ...]) -> bool:
    known = (target.get(name) for name in names)
    return any(isinstance(name, str) and name and _ends_with(text, name) for name in known)


def _ends_with(text: str, name: str) -> bool:
    return text == name or (text.startswith("arn:") and text.endswith((f":{name}", f"/{name}")))
