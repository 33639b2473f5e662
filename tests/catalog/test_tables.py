"""Every line of every table makes sense: against the SDK, the vocabulary and the controls."""

import csv
import re
from collections import Counter
from importlib.resources import files
from itertools import pairwise

import pytest

from policy.catalog.conditions import parse
from policy.catalog.naming_table import name_rules
from policy.catalog.reviewed import reviews
from policy.catalog.rows import FAMILY_TABLES, Absence, Row, all_rows, rows_by_control, table_rows
from policy.control import Context
from policy.controls import CONTROLS
from policy.demands.words import WORDS, settled
from policy.families import Family
from policy.graph import Graph
from policy.settings import Settings
from policy.surface.completeness import family_rows, kind_of
from policy.surface.extraction import Surface

BY_ID = {control.id: control for control in CONTROLS}
TABLES = [*FAMILY_TABLES, "naming", "global", "us_east_1", "reviewed"]


@pytest.mark.parametrize("table", TABLES)
def test_lines_are_whole_and_unique(table: str) -> None:
    text = files("policy.catalog").joinpath(f"{table}.csv").read_text(encoding="utf-8")
    header, *lines = csv.reader(text.splitlines())

    assert {len(line) for line in lines} == {len(header)}
    assert [line for line, count in Counter(map(tuple, lines)).items() if count > 1] == []


@pytest.mark.parametrize("table", FAMILY_TABLES)
def test_rows_are_in_the_order_of_their_types(table: str) -> None:
    tokens = [row.token for row in table_rows(table)]

    assert all(before <= after for before, after in pairwise(tokens))


def test_every_row_names_a_control_of_its_family() -> None:
    wrong = [
        row for family, row in family_rows() if BY_ID[row.control].family is not Family(family)
    ]

    assert wrong == []


def test_every_control_that_reads_rows_applies_to_their_types() -> None:
    for control, rows in rows_by_control().items():
        applies = set(BY_ID[control].applies_to)
        assert set(rows) <= applies or "*" in applies, control


def test_every_expectation_is_in_the_vocabulary_and_used() -> None:
    assert {row.expectation for row in all_rows()} == set(WORDS)


def test_every_expectation_fits_its_property(surface: Surface) -> None:
    wrong = [row for row in all_rows() if row.path and not _fits(row, surface)]

    assert wrong == []


def _fits(row: Row, surface: Surface) -> bool:
    kinds = WORDS[row.expectation].kinds
    return not kinds or kind_of(surface, row.token, row.path) in kinds


def test_arguments_are_given_where_they_are_taken() -> None:
    wrong = [
        row for row in all_rows() if bool(row.argument) != WORDS[row.expectation].takes_argument
    ]

    assert wrong == []


def test_arguments_can_be_read() -> None:
    context = Context(Graph(resources=()), Settings())

    for row in all_rows():
        values = settled(row.argument, context)
        if row.expectation in {"at_least", "at_most", "items"}:
            assert int(values[0]) >= 0, row
        if row.expectation in {"matches", "matches_not"}:
            assert re.compile(row.argument), row


def test_absence_of_a_whole_type_means_nothing() -> None:
    whole = [row for row in all_rows() if not row.path]

    assert {row.absence for row in whole} == {Absence.NOT_APPLICABLE}
    assert {WORDS[row.expectation].of_all for row in whole} == {True}


def test_conditions_can_be_read() -> None:
    for row in all_rows():
        for condition in filter(None, row.when.split(";")):
            path, _, values = parse(condition)
            assert path, row
            assert values, row


def test_every_row_says_where_it_is_from() -> None:
    assert {row.source for row in all_rows()} <= {"sdk", "aws"}


def test_every_review_gives_a_reason_and_no_row_contradicts_it() -> None:
    judged = {(family, row.token, row.path) for family, row in family_rows()}

    for review in reviews():
        assert len(review.reason) > 3, review
        assert (review.family, review.token, review.path) not in judged, review


def test_every_name_stands_where_the_naming_table_says(surface: Surface) -> None:
    wrong = [
        token
        for token, rule in name_rules().items()
        for path in (rule.property, rule.prefix_property)
        if path and kind_of(surface, token, path) != "string"
    ]

    assert wrong == []
