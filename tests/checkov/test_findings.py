"""Each failure that Checkov reports on the fixtures is the pack's too, or declined in writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.checkov_findings import page
from docs.checkov_tables import ROOT
from policy.checkov.reconciliation import Relation, reconciliation
from tests.checkov.findings import Comparison, Outcome, compare, decisions

MOST_WORDS = 25
PAGE = ROOT / "docs" / "checkov-findings.md"
DEMANDED = {Relation.AGREE, Relation.STRICTER}


@pytest.fixture(scope="module")
def comparison(checkov: Path) -> Comparison:
    assert checkov.exists()
    return compare()


def test_every_check_that_can_judge_a_pulumi_program_does(comparison: Comparison) -> None:
    reachable = {
        row.check for row in reconciliation().values() if row.relation is not Relation.UNREACHABLE
    }

    assert len(reachable) == 433
    assert comparison.judging == reachable
    assert len({item.check for item in comparison.findings}) == 427


def test_what_the_pack_demands_too_it_reports_too(comparison: Comparison) -> None:
    """A check that is said to agree has a weak resource on which both fail."""
    reported = {item.check for item in comparison.findings if item.controls}
    agreeing = {row.check for row in reconciliation().values() if row.relation in DEMANDED}

    assert agreeing - reported - set(comparison.silent) == set()


def test_what_only_checkov_reports_is_declined_with_a_reason(comparison: Comparison) -> None:
    for item in comparison.findings:
        told = item.outcome is Outcome.BOTH or 2 < len(item.decision.split()) <= MOST_WORDS
        assert told, item
    for check, reason in comparison.silent.items():
        assert 2 < len(reason.split()) <= MOST_WORDS, check


def test_no_decision_is_left_over(comparison: Comparison) -> None:
    open_ = {
        (item.check, item.token) for item in comparison.findings if item.outcome is not Outcome.BOTH
    }

    assert set(decisions()) - open_ == {(check, "") for check in comparison.silent}


def test_the_page_is_fresh(comparison: Comparison) -> None:
    assert PAGE.read_text(encoding="utf-8") == "\n".join(page(comparison))


def test_the_page_gives_a_reason_for_every_line_that_only_checkov_reports() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## Declined")[2].partition("## Both")[0]
    lines = [line.split(" | ") for line in text.splitlines() if line.startswith("| CKV")]

    assert len(lines) > 60
    assert [cells for cells in lines if len(cells[-1].split()) < 4] == []
