"""What the catalogue has not decided on, and what it says of things that no longer exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from policy.catalog.conditions import parse
from policy.catalog.naming_table import name_rules
from policy.catalog.reviewed import Review, reviews
from policy.catalog.rows import FAMILY_TABLES, Row, read_lines, table_rows
from policy.demands.edge_services import global_types
from policy.demands.regions import PROVIDER_TYPE
from policy.surface.extraction import Surface
from policy.surface.heuristics import Candidate, candidates, plain

PROVIDER_PLACED: Final = frozenset(
    {
        "aws:directconnect/hostedConnection:HostedConnection",
        "aws:rolesanywhere/profile:Profile",
        "aws:rolesanywhere/trustAnchor:TrustAnchor",
    }
)
"""Types of regional services that take no region of their own: their provider's counts."""


@dataclass
class Decisions:
    """Which properties rows and reviews decide on."""

    decided: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    whole_types: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Row]], reviews: Iterable[Review]) -> Decisions:
        """The decisions of rows, each with its family, and of reviews."""
        decisions = cls()
        for family, row in rows:
            for path in row.judged_paths:
                decisions.add(row.token, path)
            if not row.path:
                decisions.whole_types.add((family, row.token))
        for review in reviews:
            decisions.decided[review.token].add(plain(review.path))
        return decisions

    def add(self, token: str, path: str) -> None:
        """Note a decision on a property, and with it on the objects around it."""
        steps = plain(path).split(".")
        self.decided[token].update(".".join(steps[:count]) for count in range(1, len(steps) + 1))

    def cover(self, candidate: Candidate) -> bool:
        """Whether somebody decided on a property, or on its whole type in the same family."""
        whole = (candidate.family.value, candidate.token) in self.whole_types
        return whole or plain(candidate.path) in self.decided[candidate.token]


def open_questions(surface: Surface) -> list[str]:
    """Everything about a surface that somebody must decide on before the catalogue is whole."""
    rows, reviewed = family_rows(), reviews()
    plain_rows = [row for _, row in rows]
    decisions = Decisions.of(rows, reviewed)
    for token, path in iam_paths():
        decisions.add(token, path)
    return [
        *(f"{token}: no line in naming.csv" for token in unnamed_types(surface)),
        *(f"{token}: no region property, and not in global.csv" for token in regionless(surface)),
        *(f"{item.token} {item.path}: {item.family}?" for item in undecided(surface, decisions)),
        *(f"{item}: no longer exists" for item in dangling(surface, plain_rows, reviewed)),
        *(f"{item}: no longer exists" for item in _dangling_iam(surface)),
    ]


def iam_paths() -> Iterator[tuple[str, str]]:
    """Types and paths of IAM documents and grants, which analysis of their own judges."""
    for table in ("iam_documents", "iam_grants"):
        yield from ((token, path) for token, path, *_ in read_lines(table))


def family_rows() -> tuple[tuple[str, Row], ...]:
    """Every row with the id of its table's family."""
    return tuple(
        (table.replace("_", "-"), row) for table in FAMILY_TABLES for row in table_rows(table)
    )


def unnamed_types(surface: Surface) -> Iterator[str]:
    """Types that the naming table does not know."""
    return (token for token in surface if token not in name_rules() and token != PROVIDER_TYPE)


def regionless(surface: Surface) -> Iterator[str]:
    """Types that take no region and are in no list that says why."""
    for token, paths in surface.items():
        listed = token in global_types() or token in PROVIDER_PLACED
        if token != PROVIDER_TYPE and "region" not in paths and not listed:
            yield token


def undecided(surface: Surface, decisions: Decisions) -> Iterator[Candidate]:
    """Properties that smell of a family and stand in no table."""
    return (item for item in candidates(surface) if not decisions.cover(item))


def dangling(surface: Surface, rows: Iterable[Row], reviews: Iterable[Review]) -> Iterator[str]:
    """Types and paths of rows, conditions and reviews that the surface does not have."""
    for row in rows:
        conditions = (parse(item)[0] for item in row.when.split(";") if item)
        paths = (*row.judged_paths, *conditions)
        yield from _missing(surface, row.token, paths)
    for review in reviews:
        yield from _missing(surface, review.token, (review.path,))


def _dangling_iam(surface: Surface) -> Iterator[str]:
    for token, path in iam_paths():
        yield from _missing(surface, token, (path,))


def _missing(surface: Surface, token: str, paths: Iterable[str]) -> Iterator[str]:
    if token not in surface:
        yield token
        return
    for path in paths:
        if path and kind_of(surface, token, path) is None:
            yield f"{token} {path}"


_CONTAINERS: Final = ("", "[]", "{}")


def kind_of(surface: Surface, token: str, path: str) -> str | None:
    """The kind of value at a path, also inside a map or with the mark of a list left out."""
    paths = surface[token]
    for mark in _CONTAINERS:
        if path + mark in paths:
            return paths[path + mark]
    parent, _, _ = path.rpartition(".")
    return paths.get(parent + "{}") if parent else None
