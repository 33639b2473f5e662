"""Where IAM documents live: which property of which type holds a document of which kind."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from policy.control import Context
from policy.graph import Absent, Reading, Resource
from policy.iam.document import Document, Kind
from policy.iam.reading import read_document
from policy.memo import remembered


@dataclass(frozen=True, slots=True)
class Location:
    """A property that holds a document."""

    token: str
    path: str
    kind: Kind
    allows_all_when_absent: bool


@dataclass(frozen=True, slots=True)
class Located:
    """A document with the place where it was found."""

    resource: Resource
    path: str
    kind: Kind
    document: Document


@cache
def locations() -> Mapping[str, tuple[Location, ...]]:
    """Every property that holds a document, by type token."""
    table = resources.files("policy.catalog").joinpath("iam_documents.csv")
    groups: defaultdict[str, list[Location]] = defaultdict(list)
    lines = csv.reader(table.read_text(encoding="utf-8").splitlines())
    next(lines)
    for token, path, kind, absence in lines:
        groups[token].append(Location(token, path, Kind(kind), absence == "allows-all"))
    return {token: tuple(group) for token, group in groups.items()}


def tokens_with(*kinds: Kind) -> tuple[str, ...]:
    """The type tokens that carry a document of any of the kinds."""
    return tuple(
        token
        for token, group in locations().items()
        if any(location.kind in kinds for location in group)
    )


def documents_of(resource: Resource, context: Context, *kinds: Kind) -> tuple[Located, ...]:
    """The documents of a resource, of any of the kinds if some are given; absent ones are left out.

    Each document is read once a graph, however many controls ask for it.
    """
    read = remembered(context.graph, "iam documents", dict[str, tuple[Located, ...]])
    if resource.urn not in read:
        read[resource.urn] = tuple(_read(resource, context))
    every = read[resource.urn]
    if not every or not kinds:
        return every
    return tuple([located for located in every if located.kind in kinds])


def _read(resource: Resource, context: Context) -> Iterator[Located]:
    for location in locations().get(resource.type, ()):
        for reading in resource.read(location.path):
            kind = _kind(location, resource)
            if kind is not None and not _is_absent(reading):
                document = read_document(reading.value, context.graph, reading.path)
                yield Located(resource, reading.path, kind, document)


def _is_absent(reading: Reading) -> bool:
    # The provider takes an empty text for a policy that is not set.
    return isinstance(reading.value, Absent) or reading.value == ""


def _kind(location: Location, resource: Resource) -> Kind | None:
    """The kind of document; `None` for an organisation's policies in other grammars."""
    grammars = {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}
    if location.kind is Kind.ORGANIZATION and location.path == "content":
        kind = resource.properties.get("type") or "SERVICE_CONTROL_POLICY"
        return None if isinstance(kind, str) and kind not in grammars else location.kind
    return location.kind
