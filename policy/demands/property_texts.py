"""Every text in a resource's properties, at whatever depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy.demands.stand_ins import without_stand_ins
from policy.graph import Graph, Resource, Unknown


def texts(resource: Resource, graph: Graph) -> Iterator[tuple[str, str]]:
    """Concrete paths and texts; of computed texts only what the program itself wrote."""
    for name, value in resource.properties.items():
        yield from _texts(value, name, graph)


def unknowns(resource: Resource) -> Iterator[tuple[str, Unknown]]:
    """Concrete paths and values of everything that is not known."""
    for name, value in resource.properties.items():
        yield from _unknowns(value, name)


def _unknowns(value: object, path: str) -> Iterator[tuple[str, Unknown]]:
    if isinstance(value, Unknown):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _unknowns(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknowns(item, f"{path}[{index}]")


def _texts(value: object, path: str, graph: Graph) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Unknown):
        yield path, without_stand_ins(value, graph)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield f"{path}.{name}", str(name)
            yield from _texts(item, f"{path}.{name}", graph)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]", graph)
