"""Which resources of the stack a property names.

A reference proves it, and so does a physical name or ARN that a resource of the stack carries.
What neither explains is counted, never dropped: it may name anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.graph import ABSENT, Graph, Provenance, Reading, Resource, Unknown
from policy.memo import remembered

_IDENTITIES: Final = frozenset({"arn", "id"})
_NAMES: Final = ("name", "names[]", "identifier")


@dataclass(frozen=True, slots=True)
class Links:
    """The resources of the stack that a property names.

    Attributes:
        found: In URN order, each once.
        unresolved: How many of the property's values name something else, or may.
        values: How many values the property has.
        unknown: How many of the unresolved are not known before deployment.
        open_ended: Whether one of those stands for a whole list of unknown length.
    """

    found: tuple[Resource, ...] = ()
    unresolved: int = 0
    values: int = 0
    unknown: int = 0
    open_ended: bool = False

    @property
    def complete(self) -> bool:
        """Whether the property names the found resources and nothing else."""
        return self.unresolved == 0

    def mentions(self, resource: Resource) -> bool | None:
        """Whether the property names a resource; `None` if one of its values may."""
        if any(item.urn == resource.urn for item in self.found):
            return True
        return None if self.unknown else False


@dataclass(frozen=True, slots=True)
class _Targets:
    """What values may name: resources of some types, known by these properties."""

    graph: Graph
    tokens: tuple[str, ...]
    names: tuple[str, ...]

    def of_urns(self, urns: Iterable[str]) -> tuple[Resource, ...]:
        found = (self.graph.by_urn.get(urn) for urn in urns)
        return tuple(item for item in found if item and item.type in self.tokens)

    @property
    def by_name(self) -> Mapping[str, Sequence[Resource]]:
        return remembered(self.graph, ("names", self.tokens, self.names), self._index)

    def _index(self) -> Mapping[str, Sequence[Resource]]:
        index: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.graph.of_types(*self.tokens):
            known = [resource.get(item) for item in self.names]
            for name in {item for item in known if isinstance(item, str) and item}:
                index[name].append(resource)
        return index


def links(
    resource: Resource, path: str, graph: Graph, *tokens: str, names: Sequence[str] = ("name",)
) -> Links:
    """The resources of some types that the values at a path name.

    `names` are the properties that hold such a resource's physical name or identifier.
    """
    targets = _Targets(graph, tokens, tuple(names))
    readings = [reading for reading in resource.read(path) if not reading.is_absent]
    named = [_named_by(reading.value, targets) for reading in readings]
    leftover = [reading for reading, group in zip(readings, named, strict=True) if not group]
    if leftover and (counted := _by_count(resource, path, targets, readings)):
        return counted
    unknown = [reading for reading in leftover if _may_be_anything(reading.value, graph)]
    return Links(
        _ordered(item for group in named for item in group),
        len(leftover),
        len(readings),
        len(unknown),
        any(reading.path.count("[") < path.count("[]") for reading in unknown),
    )


def link(value: object, graph: Graph, *tokens: str, names: Sequence[str] = ("name",)) -> Links:
    """The resources of some types that one value names, wherever it stands."""
    if value is None or value is ABSENT:
        return Links()
    found = _ordered(_named_by(value, _Targets(graph, tokens, tuple(names))))
    missing = int(not found)
    return Links(found, missing, 1, missing * _may_be_anything(value, graph))


def is_named(value: object) -> bool | None:
    """Whether a value names something; `None` where neither value nor reference tells."""
    if isinstance(value, Unknown):
        return True if value.origins else None
    return value is not ABSENT and value not in ("", None)


def referrers_by(  # what, from where, and how it may be named
    target: Resource,
    path: str,
    graph: Graph,
    *tokens: str,
    names: Sequence[str] = ("name",),
    among: Sequence[str] = (),
) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """The resources of some types whose property names the target, and those whose may.

    `among` are all types that the property can name, if there are others than the target's.
    """
    kin = tuple(among) or (target.type,)
    surely, perhaps = remembered(
        graph,
        ("referrers", path, tokens, kin, tuple(names)),
        lambda: _referrers(graph.of_types(*tokens), path, _Targets(graph, kin, tuple(names))),
    )
    own = surely.get(target.urn, ())
    return own, tuple(item for item in perhaps if item not in own)


def _referrers(
    resources: Iterable[Resource], path: str, targets: _Targets
) -> tuple[Mapping[str, tuple[Resource, ...]], tuple[Resource, ...]]:
    surely: defaultdict[str, tuple[Resource, ...]] = defaultdict(tuple)
    perhaps: list[Resource] = []
    for resource in resources:
        named = links(resource, path, targets.graph, *targets.tokens, names=targets.names)
        for item in named.found:
            surely[item.urn] += (resource,)
        if named.unknown:
            perhaps.append(resource)
    return dict(surely), tuple(perhaps)


def _ordered(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    found = {item.urn: item for item in resources}
    return tuple(found[urn] for urn in sorted(found))


def _by_count(
    resource: Resource, path: str, targets: _Targets, readings: Sequence[Reading]
) -> Links | None:
    # Physical ids, as a state export has them, say nothing; but as many references as values do.
    # A name says what it names: one that no resource carries names none of them.
    if any(reading.is_unknown for reading in readings) or path.lower().endswith(_NAMES):
        return None
    top = path.split(".", maxsplit=1)[0].removesuffix("[]")
    fitting = targets.of_urns(resource.references.get(top, ()))
    return Links(_ordered(fitting), 0, len(readings)) if len(fitting) == len(readings) else None


def _may_be_anything(value: object, graph: Graph) -> bool:
    """Whether an unknown value leaves open what it names: another resource's ARN does not."""
    if not isinstance(value, Unknown):
        return False
    exact = value.provenance is Provenance.EXACT and bool(value.origins)
    return not exact or not all(
        origin.output in _IDENTITIES and origin.urn in graph.by_urn for origin in value.origins
    )


def _named_by(value: object, targets: _Targets) -> Sequence[Resource]:
    if isinstance(value, Unknown):
        return _origins(value, targets) or _carriers(value.text, targets)
    return _carriers(value, targets)


def _origins(value: Unknown, targets: _Targets) -> Sequence[Resource]:
    urns = {origin.urn for origin in value.origins}
    fitting = targets.of_urns(urns)
    doubtful = value.provenance is Provenance.CANDIDATES and len(fitting) < len(urns)
    return () if doubtful else fitting


def _carriers(value: object, targets: _Targets) -> Sequence[Resource]:
    if not isinstance(value, str):
        return ()
    by_name = targets.by_name
    return next((by_name[text] for text in _possible_names(value) if text in by_name), ())


def _possible_names(text: str) -> Iterator[str]:
    """The text itself, and what an ARN ends with, the longest first."""
    yield text
    if text.startswith("arn:"):
        arn = text.removesuffix(":*")
        yield from (arn[at + 1 :] for at, character in enumerate(arn) if character in ":/")
