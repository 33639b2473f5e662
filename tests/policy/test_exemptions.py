"""Exemptions: what they permit, and how a bad one fails the gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy.errors import ExemptionError
from policy.evaluation import Result
from policy.exemptions import apply, load
from policy.families import Family
from policy.verdict import Verdict, phrase

URN = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::sqs-queue-orders-dev"
TODAY = date(2026, 11, 24)
GOOD = {
    "id": '"EX-1"',
    "control": '"queue-customer-key"',
    "resources": f'["{URN}"]',
    "reason": '"The queue holds public catalogue data only."',
    "owner": '"orders@example.jp"',
    "approver": '"ciso@example.jp"',
    "approved_on": "2026-11-01",
    "expires_on": "2027-03-31",
    "ticket": '"RISK-7"',
}


def write(directory: Path, *entries: dict[str, str]) -> Path:
    tables = ("\n".join(["[[exemption]]", *(f"{k} = {v}" for k, v in e.items())]) for e in entries)
    file = directory / "exemptions.toml"
    file.write_text("\n\n".join(tables), encoding="utf-8")
    return file


def result(verdict: Verdict = Verdict.FAIL, control: str = "queue-customer-key") -> Result:
    return Result(
        control=control,
        family=Family.ENCRYPTION_AT_REST,
        urn=URN,
        verdict=verdict,
        cause=phrase("no key"),
    )


def judge(file: Path, *results: Result) -> tuple[list[Verdict], list[str]]:
    loaded = load(file)
    judged, applied = apply(results, loaded.exemptions, {"queue-customer-key"}, TODAY)
    problems = [*loaded.problems, *(item.problem for item in applied if item.problem)]
    return [item.verdict for item in judged], problems


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.UNDETERMINED])
def test_a_valid_exemption_turns_what_is_open_into_exempt(tmp_path: Path, verdict: Verdict) -> None:
    verdicts, problems = judge(write(tmp_path, GOOD), result(verdict))

    assert verdicts == [Verdict.EXEMPT]
    assert problems == []


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.ERROR, Verdict.NOT_APPLICABLE])
def test_nothing_else_is_exempted(tmp_path: Path, verdict: Verdict) -> None:
    verdicts, problems = judge(write(tmp_path, GOOD), result(verdict))

    assert verdicts == [verdict]
    assert problems == ["exemption EX-1 matches no failing result; remove it"]


def test_another_control_on_the_same_resource_still_fails(tmp_path: Path) -> None:
    verdicts, _ = judge(write(tmp_path, GOOD), result(), result(control="queue-tls-only"))

    assert verdicts == [Verdict.EXEMPT, Verdict.FAIL]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"expires_on": "2026-11-23"}, "exemption EX-1 expired on 2026-11-23"),
        ({"approved_on": "2026-12-01"}, "is approved in the future"),
        ({"expires_on": "2028-01-01"}, "it lasts longer than a year"),
        ({"expires_on": "2026-10-01"}, "it expires before it was approved"),
        ({"approver": '"Orders@example.jp"'}, "the approver must be somebody else than the owner"),
        ({"reason": '"later"'}, "the reason is too short to be one"),
        ({"resources": '["*"]'}, "a pattern must name a type and a resource"),
        ({"resources": '["urn:pulumi:dev::shop::aws:*::sqs-queue-orders-dev"]'}, "a pattern must"),
        ({"resources": '["urn:pulumi:dev::shop::aws:sqs/queue:Queue::*"]'}, "a pattern must"),
        ({"resources": "[]"}, "resources must be a list of URN patterns"),
        ({"expires_on": '"2027-03-31"'}, "expires_on must be a date"),
        ({"expires_on": "2027-03-31T00:00:00"}, "expires_on must be a date"),
        ({"owner": '""'}, "owner must be a text"),
        ({"control": '"no-such-control"'}, "names a control that does not exist"),
        ({"surprise": "1"}, "unknown key surprise"),
    ],
)
def test_a_bad_exemption_permits_nothing_and_says_why(
    tmp_path: Path, change: dict[str, str], sentence: str
) -> None:
    verdicts, problems = judge(write(tmp_path, GOOD | change), result())

    assert verdicts == [Verdict.FAIL]
    assert [problem for problem in problems if sentence in problem]


def test_an_exemption_holds_on_its_last_day(tmp_path: Path) -> None:
    verdicts, problems = judge(write(tmp_path, GOOD | {"expires_on": "2026-11-24"}), result())

    assert (verdicts, problems) == ([Verdict.EXEMPT], [])


def test_one_id_for_two_exemptions_fails(tmp_path: Path) -> None:
    _, problems = judge(write(tmp_path, GOOD, GOOD), result())

    assert "exemption id EX-1 is used twice" in problems


@pytest.mark.parametrize("text", ["[[exemption]\n", "[other]\nx = 1\n", "exemption = 3\n"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "exemptions.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ExemptionError):
        load(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExemptionError, match="cannot read exemptions"):
        load(tmp_path / "nowhere.toml")
