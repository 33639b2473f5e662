"""The table that says what each of Checkov's checks is to the pack."""

from __future__ import annotations

import re
from collections import Counter

from policy import texts
from policy.checkov.reconciliation import SUPPRESSED, Reconciled, Relation, reconciliation
from policy.controls import CONTROLS
from policy.families import Family

ROWS = list(reconciliation().values())
IDS = {control.id for control in CONTROLS}
UNEXPLAINED = {Relation.AGREE, Relation.STRICTER}


def test_every_aws_check_of_the_pinned_version_has_a_row() -> None:
    """442 is what 3.3.30 has; with Checkov at hand another test compares the ids."""
    assert len(ROWS) == 442
    assert all(re.fullmatch(r"CKV2?_AWS_\d+", row.check) for row in ROWS)


def test_rows_name_only_controls_that_exist() -> None:
    assert {name for row in ROWS for name in row.controls} <= IDS


def test_a_row_names_its_controls_or_says_why_there_are_none() -> None:
    for row in ROWS:
        assert row.controls or row.relation not in {*UNEXPLAINED, Relation.PART}, row.check
        assert row.relation in UNEXPLAINED or len(row.reason) > 15, row.check


def test_what_is_suppressed_is_justified_in_both_languages() -> None:
    untold = [row.check for row in ROWS if row.relation in SUPPRESSED and not _is_told(row)]

    assert untold == []


def _is_told(row: Reconciled) -> bool:
    return texts.is_translated(row.reason)


def test_a_contradiction_names_the_control_that_forbids_it() -> None:
    families = {Family.DESTROYABLE, Family.REGION}
    forbidding = {control.id for control in CONTROLS if control.family in families}

    for row in ROWS:
        if row.relation is Relation.CONTRADICTS:
            assert set(row.controls) <= forbidding


def test_families_are_those_of_the_controls() -> None:
    family = {control.id: control.family for control in CONTROLS}
    astray = [
        row.check
        for row in ROWS
        if row.relation in UNEXPLAINED and row.family not in {family[name] for name in row.controls}
    ]

    assert astray == []


def test_most_of_checkov_is_demanded_by_the_pack() -> None:
    counts = Counter(row.relation for row in ROWS)

    assert counts[Relation.AGREE] + counts[Relation.STRICTER] >= 300
    assert counts[Relation.CONTRADICTS] + counts[Relation.DECLINED] <= 20
