import msgspec

from policy.report.comparison import Change, Kind, compare
from policy.report.formats.html import render_page
from policy.report.language import Language
from policy.report.page import build_page
from policy.verdict import Verdict
from tests.report.sample import RESULTS, RUN, make_evidence


def test_the_same_evidence_has_no_differences() -> None:
    found = compare(make_evidence(), make_evidence())
    assert (found.changes, found.same, found.facts) == ([], len(RESULTS), [])


def test_each_kind_of_change() -> None:
    first, second, *rest = RESULTS
    mended = msgspec.structs.replace(first, verdict=Verdict.PASS)
    broken = msgspec.structs.replace(second, verdict=Verdict.FAIL)
    worse = compare(make_evidence(RESULTS), make_evidence([mended, broken, *rest[1:]]))
    assert worse.changes == [
        Change(Kind.WORSENED, second.control, second.urn, "pass", "fail"),
        Change(Kind.RESOLVED, first.control, first.urn, "fail", "pass"),
        Change(Kind.VANISHED, rest[0].control, rest[0].urn, "undetermined", ""),
    ]
    back = compare(make_evidence(RESULTS[1:]), make_evidence(RESULTS))
    assert [item.kind for item in back.changes] == [Kind.APPEARED_OPEN]
    calm = compare(make_evidence([first]), make_evidence([first, second]))
    assert [item.kind for item in calm.changes] == [Kind.APPEARED]


def test_facts_of_the_run_that_differ_are_listed() -> None:
    other = msgspec.structs.replace(
        RUN, source="crossguard", versions={**RUN.versions, "pulumi": "3.270.0"}
    )
    found = compare(make_evidence(run=other), make_evidence())
    assert found.facts == [
        ("source", "crossguard", "offline"),
        ("pulumi", "3.270.0", "3.272.0"),
    ]


def test_resources_and_controls_that_came_or_went() -> None:
    now = make_evidence()
    earlier = msgspec.structs.replace(
        now, resources=now.resources[1:], controls=[*now.controls[1:], now.controls[0]][:-1]
    )
    found = compare(earlier, now)
    assert found.resources_added == [now.resources[0].urn]
    assert found.controls_added == ["rds-instance-multi-az"]
    assert found.resources_removed == []


def test_the_report_tells_the_changes() -> None:
    page = build_page(make_evidence(RESULTS[1:]), make_evidence())
    text = render_page(page, Language.ENGLISH)
    assert "1 verdicts differ, 6 are the same." in text
    assert "rds-instance-multi-az" in text.split('id="changes"')[1]
