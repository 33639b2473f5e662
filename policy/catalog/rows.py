"""The rows of the family tables.

Columns: `token`, `path` (as `policy.graph.Resource.read` takes it; empty for the resource as a
whole), `expectation` and `argument` (see `policy.demands.words`), `absence`, `when`,
`control`, `source`. The severity of a row is that of its control.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

FAMILY_TABLES: Final = (
    "region",
    "encryption_at_rest",
    "encryption_in_transit",
    "multi_az",
    "destroyable",
    "network",
    "observability",
    "secrets",
)
"""The tables with this row format, in the order of the families."""


class Absence(StrEnum):
    """What it means that nothing is set at a row's path."""

    PASS = "pass"  # noqa: S105  # a verdict, not a password
    FAIL = "fail"
    FAIL_IN_BLOCK = "fail_in_block"
    """A failure where the enclosing block or list item is there, else nothing to judge."""
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


_ABSENCES: Final[Mapping[str, Absence]] = {absence.value: absence for absence in Absence}


@dataclass(frozen=True, slots=True)
class Row:
    """One demand on one property of one type.

    Attributes:
        token: The type token.
        path: The property path; empty where the resource as a whole is judged.
        expectation: A name in `policy.demands.words`.
        argument: What the expectation compares with; alternatives are separated by `|`, and
            `@name` stands for the setting of that name.
        absence: What it means that nothing is set.
        when: Conditions under which the row counts, separated by `;`: `path=a|b` or `path!=a|b`,
            where `-` stands for a property that is not set.
        control: Id of the control that judges by this row.
        source: Where the fact is from: `sdk` for the property's text in the SDK, else a document.
    """

    token: str
    path: str
    expectation: str
    argument: str
    absence: Absence
    when: str
    control: str
    source: str

    @property
    def judged_paths(self) -> tuple[str, ...]:
        """The paths of the properties that the row judges; none for a type as a whole."""
        if self.expectation == "any_true":
            return (self.path, *self.argument.split("|"))
        return (self.path,) if self.path else ()


def read_lines(name: str) -> Iterator[list[str]]:
    """The lines of one table of this folder, without the line of column names."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    lines = csv.reader(text.splitlines())
    next(lines)
    yield from lines


@cache
def all_rows() -> tuple[Row, ...]:
    """Every row of every family table, in the tables' order."""
    return tuple(row for table in FAMILY_TABLES for row in table_rows(table))


def table_rows(table: str) -> Iterator[Row]:
    """The rows of one family table."""
    return map(_row, read_lines(table))


def _row(line: list[str]) -> Row:
    token, path, expectation, argument, absence, when, control, source = line
    meaning = _ABSENCES[absence]
    return Row(token, path, expectation, argument, meaning, when, control, source)


@cache
def rows_by_control() -> Mapping[str, Mapping[str, tuple[Row, ...]]]:
    """Rows by control id and then by type token."""
    groups: defaultdict[str, defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in all_rows():
        groups[row.control][row.token].append(row)
    return {
        control: {token: tuple(rows) for token, rows in tokens.items()}
        for control, tokens in groups.items()
    }
