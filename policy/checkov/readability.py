"""Which values nobody can read before deployment, so that no verdict may rest on them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from policy.graph import Graph, Provenance, Resource, StandIn, Unknown

_IDENTIFIER: Final = re.compile(
    r"^(arn|id|name|url|uri|endpoint|address|bucket)$|(Arn|Id|Name|Url|Uri|Endpoint|Address)$"
)
"""Outputs that name something: neither a document nor a switch, whatever their value."""
_IDENTIFYING_LOOKUPS: Final = frozenset(
    {
        "aws:index/getCallerIdentity:getCallerIdentity",
        "aws:index/getPartition:getPartition",
        "aws:index/getRegion:getRegion",
    }
)
"""Look-ups that answer with identifiers of AWS only."""


class Readability(IntEnum):
    """How much of a property can be read; the greater, the less."""

    READABLE = 0
    """All of it, but for the names of things in it."""
    SET = 1
    """That it is set, by a resource of the program or to a secret; what to is not told."""
    OUTSIDE = 2
    """That a look-up outside the program gave it."""
    UNKNOWN = 3
    """Nothing; it may come from any resource."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Tells readable values from others.

    Attributes:
        known: URNs of the program's resources.
        whole: The stand-ins by their text.
        outside: Markers of stand-ins for answers of look-ups that may be anything.
    """

    known: Collection[str]
    whole: Mapping[str, StandIn]
    outside: tuple[str, ...]

    def unreadable(self, resource: Resource) -> Mapping[str, Readability]:
        """The top-level properties of which some part cannot be read, by their worst part."""
        found = {name: self._of_property(resource, name) for name in resource.properties}
        return {name: how for name, how in found.items() if how is not Readability.READABLE}

    def names_resource(self, value: Unknown) -> bool:
        """Whether the value is the name, id or ARN of one resource and nothing else."""
        if len(value.origins) != 1 or value.provenance is Provenance.CANDIDATES:
            return False
        origin = value.origins[0]
        alone = value.text is None or value.text in self.whole
        return alone and origin.urn in self.known and bool(_IDENTIFIER.search(origin.output or ""))

    def _of_property(self, resource: Resource, name: str) -> Readability:
        if any(_is_within(path, name) for path in resource.secrets):
            return Readability.SET
        return max(self._parts(resource.properties[name]), default=Readability.READABLE)

    def _parts(self, value: object) -> Iterator[Readability]:
        if isinstance(value, Unknown):
            yield self._of_unknown(value)
        elif isinstance(value, dict):
            for item in value.values():
                yield from self._parts(item)
        elif isinstance(value, list):
            for item in value:
                yield from self._parts(item)

    def _of_unknown(self, value: Unknown) -> Readability:
        if self.names_resource(value) or self._is_plain_but_for_names(value):
            return Readability.READABLE
        inside = bool(value.origins) and all(item.urn in self.known for item in value.origins)
        if inside and value.provenance is not Provenance.CANDIDATES:
            return Readability.SET
        return Readability.UNKNOWN if value.text is None else Readability.OUTSIDE

    def _is_plain_but_for_names(self, value: Unknown) -> bool:
        if value.text is None:
            return False
        stand_in = self.whole.get(value.text)
        if stand_in is not None:
            return stand_in.origin.urn in _IDENTIFYING_LOOKUPS
        return not any(marker in value.text for marker in self.outside)


def reader_for(graph: Graph) -> Reader:
    """The reader for the values of one graph."""
    return Reader(
        known=graph.by_urn.keys(),
        whole={stand_in.text: stand_in for stand_in in graph.stand_ins.values()},
        outside=tuple(
            marker
            for marker, stand_in in graph.outside_stand_ins
            if stand_in.origin.urn not in _IDENTIFYING_LOOKUPS
        ),
    )


def _is_within(path: str, name: str) -> bool:
    return path == name or path.startswith((f"{name}.", f"{name}["))
