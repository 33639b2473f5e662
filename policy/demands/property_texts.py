"""Every text and every unknown value in a resource's properties, at whatever depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy.demands.stand_ins import without_stand_ins
from policy.graph import Graph, Resource, Unknown
from policy.memo import remembered


@dataclass(frozen=True, slots=True)
class Contents:
    """What the properties of one resource hold, each with its concrete path.

    Attributes:
        texts: Texts, the names of map entries among them; of computed texts only what the program
            itself wrote.
        unknowns: Values that are not known.
        joined: All texts in one, for telling at a glance what no text of the resource holds.
    """

    texts: tuple[tuple[str, str], ...]
    unknowns: tuple[tuple[str, Unknown], ...]
    joined: str


def contents(resource: Resource, graph: Graph) -> Contents:
    """The texts and unknown values of a resource, collected once a graph."""
    return remembered(graph, ("contents", resource.urn), lambda: _collect(resource, graph))


def _collect(resource: Resource, graph: Graph) -> Contents:
    leaves = list(_leaves(resource.properties, ""))
    unknowns = tuple((path, value) for path, value in leaves if isinstance(value, Unknown))
    texts = tuple(
        (path, without_stand_ins(value, graph) if isinstance(value, Unknown) else value)
        for path, value in leaves
    )
    return Contents(texts, unknowns, "\n".join(text for _, text in texts))


def _leaves(value: object, path: str) -> Iterator[tuple[str, str | Unknown]]:
    if isinstance(value, (str, Unknown)):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            below = f"{path}.{name}" if path else str(name)
            if path:
                yield below, str(name)
            yield from _leaves(item, below)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
