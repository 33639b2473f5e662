"""Finding the resource that a property means: by reference, or by a name or an ARN in its text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from policy.graph import Graph, Resource, Unknown
from policy.topology.kinds import KINDS

_NAME_PROPERTIES: Final = (
    "name",
    "bucket",
    "identifier",
    "replicationGroupId",
    "clusterIdentifier",
)


class Relations:
    """Looks resources up by what other resources say of them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._by_name: dict[tuple[str, str], Resource] = {
            (name, resource.type): resource
            for resource in graph.resources
            for name in _names(resource)
        }

    def meant_by(self, resource: Resource, *properties: str) -> tuple[Resource, ...]:
        """The resources that any of the top-level properties refers to or names, in URN order."""
        found = {
            target.urn: target
            for name in properties
            for target in (
                *self._graph.origins_of(resource, name),
                *self.named_in(resource.get(name)),
            )
        }
        return tuple(found[urn] for urn in sorted(found))

    def named_in(self, value: object) -> Iterator[Resource]:
        """The resources of the topology that texts inside a value name, by ARN or by stand-in."""
        for text in texts(value):
            yield from self._of_text(text)

    def _of_text(self, text: str) -> Iterator[Resource]:
        for marker, stand_in in self._graph.stand_ins.items():
            if marker in text and stand_in.origin.urn in self._graph.by_urn:
                yield self._graph.by_urn[stand_in.origin.urn]
        service, name = _arn_parts(text)
        for token in KINDS:
            if service and token.startswith(f"aws:{service}/") and (name, token) in self._by_name:
                yield self._by_name[name, token]


def texts(value: object) -> Iterator[str]:
    """Every text inside a value, those of symbolic unknowns included."""
    match value:
        case str():
            yield value
        case Unknown(text=str() as text):
            yield text
        case list():
            for item in value:
                yield from texts(item)
        case Mapping():
            for item in value.values():
                yield from texts(item)


def document_of(value: object) -> Mapping[str, object]:
    """A JSON document in a property; empty where it cannot be read."""
    text = next(texts(value), "")
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, Mapping) else {}


def _names(resource: Resource) -> Iterator[str]:
    for name in _NAME_PROPERTIES:
        value = resource.get(name)
        if isinstance(value, str):
            yield value


def _arn_parts(text: str) -> tuple[str, str]:
    """Service and resource name of an ARN, both empty for any other text."""
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        return "", ""
    name = parts[5].removesuffix("/*")
    kind, separator, rest = name.partition(":")
    if separator and kind in {"function", "secret", "db", "cluster", "replicationgroup"}:
        name = rest.partition(":")[0]
    return parts[2], name.partition("/")[2] or name
