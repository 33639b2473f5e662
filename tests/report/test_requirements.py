import pytest

from policy.evidence import Evidence, Mapping
from policy.families import Family
from policy.report.deviations import deviations
from policy.report.index import index
from policy.report.requirements import Row, Status, tables
from policy.verdict import Verdict
from tests.report.sample import CONTROLS, control, make_evidence, result, urn_of

_DATABASE = urn_of("aws:rds/instance:Instance", "ledger-dev")


def _row(evidence: Evidence, framework: str, requirement: str) -> Row:
    joined = index(evidence)
    found = {table.id: table for table in tables(joined, deviations(joined))}
    return next(row for row in found[framework].rows if row.requirement == requirement)


def _judged(*verdicts: Verdict) -> Evidence:
    results = [
        result(
            "rds-instance-multi-az",
            Family.MULTI_AZ,
            urn_of("aws:rds/instance:Instance", f"ledger-{number}-dev"),
            verdict,
        )
        for number, verdict in enumerate(verdicts)
    ]
    return make_evidence(results, exemptions=())


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([Verdict.PASS], Status.SATISFIED),
        ([Verdict.PASS, Verdict.FAIL], Status.NOT_SATISFIED),
        ([Verdict.PASS, Verdict.UNDETERMINED], Status.UNDETERMINED),
        ([Verdict.PASS, Verdict.ERROR], Status.UNDETERMINED),
        ([Verdict.PASS, Verdict.EXEMPT], Status.EXEMPTED),
        ([Verdict.EXEMPT, Verdict.FAIL], Status.NOT_SATISFIED),
        ([Verdict.NOT_APPLICABLE], Status.NO_EVIDENCE),
        ([], Status.NO_EVIDENCE),
    ],
)
def test_the_worst_result_decides_the_status(verdicts: list[Verdict], status: Status) -> None:
    assert _row(_judged(*verdicts), "aws-fsbp", "RDS.5").status is status


def test_a_supporting_mapping_never_satisfies() -> None:
    row = _row(_judged(Verdict.PASS), "nist-800-53", "CP-10")
    assert (row.relationship, row.status) == ("supports", Status.SUPPORTED)


def test_the_weakest_mapping_gives_the_relationship() -> None:
    weaker = Mapping(
        framework="aws-fsbp",
        edition="e",
        requirement="RDS.5",
        relationship="partial",
        source="s",
        reviewed_by="r",
        reviewed_on="2026-11-24",
    )
    other = control("other", Family.MULTI_AZ, "Other", "その他")
    other.frameworks.append(weaker)
    evidence = make_evidence(
        [result("rds-instance-multi-az", Family.MULTI_AZ, _DATABASE, Verdict.PASS)],
        controls=[*CONTROLS, other],
        exemptions=(),
    )
    assert _row(evidence, "aws-fsbp", "RDS.5").status is Status.PARTLY_SUPPORTED


def test_only_resources_of_the_required_types_count() -> None:
    cluster = urn_of("aws:rds/cluster:Cluster", "cluster-dev")
    evidence = make_evidence(
        [result("rds-backups-kept", Family.MULTI_AZ, cluster, Verdict.FAIL)], exemptions=()
    )
    assert _row(evidence, "aws-fsbp", "RDS.11").status is Status.NO_EVIDENCE
    assert _row(evidence, "nist-800-53", "CP-9").status is Status.NOT_SATISFIED


def test_a_broken_requirement_is_a_deviation_whatever_else_supports_it() -> None:
    evidence = make_evidence(
        [
            result("deletion-protection-off", Family.DESTROYABLE, _DATABASE, Verdict.PASS),
            result("rds-instance-multi-az", Family.MULTI_AZ, _DATABASE, Verdict.PASS),
        ],
        controls=[*CONTROLS, control("deletion-protection-off", Family.DESTROYABLE, "Off", "無効")],
        exemptions=(),
    )
    for framework, requirement in (
        ("aws-fsbp", "RDS.8"),
        ("nist-800-53", "SI-13(5)"),
        ("fisc", "実100"),
    ):
        row = _row(evidence, framework, requirement)
        assert (row.status, row.deviations) == (Status.DEVIATION_ACCEPTED, ["CR-01"])


def test_what_sources_disagree_on_is_said() -> None:
    evidence = make_evidence()
    (text,) = _row(evidence, "pci-dss", "3.5.1").disagreements
    assert "Turbot maps it to 8.3.2" in text.en
    assert _row(evidence, "pci-dss", "4.2.1").disagreements == []
