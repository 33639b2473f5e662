import msgspec

from policy.families import Family
from policy.report.figures import Rates, by_family, coverage, rates
from policy.report.index import index
from policy.verdict import Verdict
from tests.report.sample import empty_evidence, make_evidence, many_failures


def test_rates_leave_not_applicable_out_and_count_exempt_as_not_passed() -> None:
    found = rates(index(make_evidence()), [])
    assert (found.passed, found.due, found.without_deviations) == (2, 6, "33.3 %")


def test_a_rate_is_rounded_down_so_that_a_hundred_percent_means_all() -> None:
    assert Rates(9_999, 10_000, 0).without_deviations == "99.9 %"
    assert rates(index(empty_evidence()), []).without_deviations == "—"


def test_families_without_results_are_listed_with_nothing() -> None:
    counts = by_family(index(make_evidence()))
    assert set(counts) == set(Family)
    assert counts[Family.MULTI_AZ] == {"fail": 1, "pass": 1}
    assert counts[Family.NAMING] == {}


def test_coverage_loses_no_resource_and_no_control() -> None:
    evidence = make_evidence()
    found = coverage(index(evidence))
    assert len(found.judged) + len(found.beyond) + len(found.unjudged) == len(evidence.resources)
    silent = [*found.idle, *found.inapplicable, *found.disabled]
    assert len(found.fired) + len(silent) == len(evidence.controls)
    assert [item.name for item in found.unjudged] == ["transaction-monitoring-dev"]
    assert [item.id for item in found.idle] == ["efs-file-system-spans-zones"]
    assert [item.token for item in found.unanswered] == ["aws:ec2/getAmi:getAmi"]


def test_a_control_that_is_never_applicable_is_told_from_an_idle_one() -> None:
    evidence = make_evidence()
    results = [item for item in evidence.results if item.verdict == Verdict.NOT_APPLICABLE]
    found = coverage(index(msgspec.structs.replace(evidence, results=results)))
    assert [item.id for item in found.inapplicable] == ["resource-in-region"]
    assert [item.name for item in found.beyond] == ["log-group-debug-dev"]
    assert found.judged == []


def test_a_disabled_control_is_listed_as_such() -> None:
    evidence = many_failures(1)
    off = [msgspec.structs.replace(item, enforcement="disabled") for item in evidence.controls[2:]]
    controls = [*evidence.controls[:2], *off]
    found = coverage(index(msgspec.structs.replace(evidence, controls=controls)))
    assert len(found.disabled) == len(off)
