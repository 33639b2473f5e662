import msgspec

from policy.evidence import Evidence
from policy.families import Family
from policy.report.deviations import Deviation, Standing, deviations
from policy.report.figures import rates
from policy.report.index import index
from policy.verdict import Verdict
from tests.report.sample import CONTROLS, RUN, control, make_evidence, result, urn_of

_DATABASE = urn_of("aws:rds/instance:Instance", "ledger-dev")
_OTHER = urn_of("aws:rds/instance:Instance", "other-dev")
_CONTROL = control("deletion-protection-off", Family.DESTROYABLE, "Off", "無効")


def _evidence(*verdicts: Verdict, finished: str = RUN.finished) -> Evidence:
    own = [
        result("deletion-protection-off", Family.DESTROYABLE, urn, verdict)
        for urn, verdict in zip((_DATABASE, _OTHER), verdicts, strict=False)
    ]
    backups = result("rds-backups-kept", Family.MULTI_AZ, _DATABASE, Verdict.PASS)
    return make_evidence(
        [*own, backups],
        controls=[*CONTROLS, _CONTROL],
        exemptions=(),
        run=msgspec.structs.replace(RUN, finished=finished),
    )


def _deviation(evidence: Evidence) -> Deviation:
    (found,) = deviations(index(evidence))
    return found


def test_a_pass_of_the_own_control_is_an_accepted_deviation_with_evidence_for_it() -> None:
    found = _deviation(_evidence(Verdict.PASS))
    assert found.conflict.id == "CR-01"
    assert found.standing is Standing.ACCEPTED
    made = {item.control: (len(item.passed), len(item.others)) for item in found.compensations}
    assert made == {"rds-backups-kept": (1, 0), "rds-instance-multi-az": (0, 0)}


def test_the_day_after_it_ends_the_acceptance_counts_no_more() -> None:
    # 15:00 UTC is midnight in Japan, by whose days the acceptance ends.
    still = _deviation(_evidence(Verdict.PASS, finished="2027-05-24T14:59:59Z"))
    over = _deviation(_evidence(Verdict.PASS, finished="2027-05-24T15:00:00Z"))
    assert (still.standing, over.standing) == (Standing.ACCEPTED, Standing.EXPIRED)


def test_where_the_own_control_does_not_pass_nothing_is_claimed() -> None:
    for verdict in (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.EXEMPT, Verdict.ERROR):
        assert _deviation(_evidence(verdict)).standing is Standing.OPEN


def test_each_resource_counts_by_itself() -> None:
    found = _deviation(_evidence(Verdict.PASS, Verdict.FAIL))
    assert [standing for _, standing in found.places] == [Standing.ACCEPTED, Standing.OPEN]


def test_a_program_without_such_resources_has_no_deviation() -> None:
    assert deviations(index(make_evidence())) == []


def test_the_wider_pass_rate_counts_deviations_as_not_satisfied() -> None:
    joined = index(_evidence(Verdict.PASS, Verdict.PASS))
    found = rates(joined, deviations(joined))
    assert (found.without_deviations, found.with_deviations) == ("100.0 %", "60.0 %")
