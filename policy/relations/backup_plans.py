"""Which backup selections of the program choose a resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from policy.graph import ABSENT, Graph, Resource
from policy.logic import Claim, any_of
from policy.relations.links import links

SELECTION: Final = "aws:backup/selection:Selection"


@dataclass(frozen=True, slots=True)
class Backed:
    """How selections may name resources of a type.

    Attributes:
        arn: The resource's ARN up to its name, without region and account.
        names: The properties that hold its name; none where AWS gives it an id.
    """

    arn: str
    names: tuple[str, ...] = ()


def selections_of(
    resource: Resource, kinds: Mapping[str, Backed], graph: Graph
) -> Iterator[tuple[Claim, str]]:
    """Every selection of the program with whether it chooses the resource, and its name."""
    kind = kinds[resource.type]
    for selection in graph.of_types(SELECTION):
        yield _selects(selection, resource, kind, graph), selection.name


def _selects(selection: Resource, resource: Resource, kind: Backed, graph: Graph) -> Claim:
    named = links(selection, "resources[]", graph, resource.type, names=kind.names or ("name",))
    patterns = [item.value for item in selection.read("resources[]") if isinstance(item.value, str)]
    if any(_fits(pattern, resource, kind) for pattern in patterns):
        return True
    # A selection by tags or conditions may choose anything.
    chosen = [selection.get("selectionTags"), selection.get("conditions")]
    by_tags = None if any(item not in (ABSENT, [], {}) for item in chosen) else False
    return any_of((named.mentions(resource), by_tags))


def _fits(pattern: str, resource: Resource, kind: Backed) -> bool:
    name = _name_of(resource, kind.names)
    return pattern == "*" or fnmatchcase(f"{kind.arn}{name}", _anywhere(pattern))


def _name_of(resource: Resource, names: Sequence[str]) -> str:
    known = (resource.get(name) for name in names)
    return next((item for item in known if isinstance(item, str)), "?")


def _anywhere(pattern: str) -> str:
    """The pattern for whatever region and account."""
    parts = pattern.split(":", maxsplit=5)
    return ":".join((*parts[:3], "*", "*", *parts[5:]))
