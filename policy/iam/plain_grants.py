"""Grants that are no documents: properties that name an account or a principal."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from policy.graph import Graph, Reading, Resource
from policy.iam.reading import text_of
from policy.iam.text import Text, literal

_EVERYBODY: Final = frozenset({"*", "all", "everyone", "iam_allowed_principals"})


@dataclass(frozen=True, slots=True)
class PlainGrant:
    """A property that names whom something is granted to.

    `confined_by` is a property beside it that admits one organisation only; empty if there is none.
    """

    path: str
    confined_by: str


@dataclass(frozen=True, slots=True)
class Grantee:
    """Whom one value names."""

    path: str
    name: Text

    @property
    def is_everybody(self) -> bool:
        """Whether the value stands for anybody at all."""
        return (self.name.known or "").lower() in _EVERYBODY


@cache
def plain_grants() -> Mapping[str, tuple[PlainGrant, ...]]:
    """The properties that name grantees, by type token."""
    table = resources.files("policy.catalog").joinpath("iam_grants.csv")
    groups: defaultdict[str, list[PlainGrant]] = defaultdict(list)
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        groups[row["token"]].append(PlainGrant(row["path"], row["confined_by"]))
    return {token: tuple(group) for token, group in groups.items()}


def grantees(resource: Resource, grant: PlainGrant, graph: Graph) -> Iterator[Grantee]:
    """Whom a property names; a text may list several accounts with commas between them."""
    for reading in resource.read(grant.path):
        for name in _names(reading, graph):
            yield Grantee(reading.path, name)


def _names(reading: Reading, graph: Graph) -> Iterator[Text]:
    if isinstance(reading.value, str):
        yield from (literal(name.strip()) for name in reading.value.split(",") if name.strip())
        return
    text = text_of(reading.value, graph)
    if text is not None:
        yield text
