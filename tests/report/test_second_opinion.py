import io

import msgspec
from openpyxl import load_workbook

from policy.evidence import Evidence, SecondCheck, SecondOpinion, SecondVerdict, Text
from policy.report.formats import html, xlsx
from policy.report.page import build_page
from tests.report.sample import RESULTS, make_evidence


def _asked() -> Evidence:
    urns = [item.urn for item in RESULTS[:4]]
    second = SecondOpinion(
        tool="checkov",
        version="3.3.30",
        known_checks=400,
        seen=3,
        not_covered=["urn:not-covered"],
        checks=[
            SecondCheck(
                id="CKV_AWS_1",
                title="Ensure that it is so",
                relation="agree",
                controls=["rds-instance-multi-az"],
                reason=Text("Asks the same.", "同じことを求める。"),
            )
        ],
        verdicts=[
            SecondVerdict("CKV_AWS_1", urns[0], "pass", "pass"),
            SecondVerdict("CKV_AWS_1", urns[1], "pass", "not_applicable"),
            SecondVerdict("CKV_AWS_1", urns[2], "pass", "undetermined"),
            SecondVerdict("CKV_AWS_1", urns[3], "fail", "pass"),
        ],
    )
    return msgspec.structs.replace(make_evidence(), second_opinion=second)


def test_differences_come_first_theirs_worst_first() -> None:
    told = [(item.theirs, item.ours) for item in build_page(_asked()).differences]
    assert told == [("fail", "pass"), ("pass", "undetermined")]


def test_the_report_tells_who_was_asked_what_differs_and_what_was_not_seen() -> None:
    text = html.render(_asked()).decode().split('id="second-opinion"')[1]
    for words in (
        "checkov 3.3.30",
        "Verdicts that differ (2)",
        "Asks the same.",
        "urn:not-covered",
    ):
        assert words in text


def test_the_working_paper_lists_every_verdict_of_both() -> None:
    book = load_workbook(io.BytesIO(xlsx.render(_asked())))
    assert book["Second opinion"].max_row == 5


def test_without_a_second_opinion_the_report_says_so() -> None:
    assert "No other tool was asked" in html.render(make_evidence()).decode()
