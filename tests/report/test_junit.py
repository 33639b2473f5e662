import msgspec
import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from policy.evidence import Evidence
from policy.report.formats import junit
from policy.report.language import Language
from tests.report.hostile import hostile_evidence
from tests.report.sample import empty_evidence, make_evidence, many_failures


def _outcomes(evidence: Evidence) -> dict[tuple[str, str], list[type]]:
    return {
        (case.classname, case.name): [type(item) for item in case.result]
        for suite in JUnitXml.fromstring(junit.render(evidence))
        for case in suite
    }


def test_each_verdict_becomes_its_outcome() -> None:
    database, queue = "(aws:rds/instance:Instance)", "(aws:sqs/queue:Queue)"
    group = "log-group-debug-dev (aws:cloudwatch/logGroup:LogGroup)"
    assert _outcomes(make_evidence()) == {
        ("gate", "Problem 1"): [Failure],
        ("resource-in-region", f"db-instance-dev {database}"): [],
        ("resource-in-region", group): [Skipped],
        ("rds-storage-customer-key", f"db-instance-dev {database}"): [Error],
        ("sqs-queue-tls", f"queue-dead-letter-dev {queue}"): [Error],
        ("rds-instance-multi-az", f"db-instance-dev {database}"): [Failure],
        ("rds-backups-kept", f"db-instance-dev {database}"): [],
        ("efs-file-system-spans-zones", "EFS spans zones"): [Skipped],
        ("log-group-retention", group): [Skipped],
    }


def test_counts_are_those_of_the_cases() -> None:
    document = JUnitXml.fromstring(junit.render(make_evidence()))
    told = (document.tests, document.failures, document.errors, document.skipped)
    document.update_statistics()
    assert told == (document.tests, document.failures, document.errors, document.skipped)
    assert told == (9, 2, 2, 3)


@pytest.mark.parametrize(
    "evidence",
    [empty_evidence(), many_failures(20), hostile_evidence()],
    ids=["empty", "failing", "hostile"],
)
@pytest.mark.parametrize("language", Language)
def test_is_well_formed_whatever_the_names(evidence: Evidence, language: Language) -> None:
    document = JUnitXml.fromstring(junit.render(evidence, language))
    assert document.tests >= len(evidence.results)


def test_an_empty_program_lists_every_control_as_idle() -> None:
    assert all(outcome == [Skipped] for outcome in _outcomes(empty_evidence()).values())
    assert len(_outcomes(empty_evidence())) == len(empty_evidence().controls)


def test_an_advisory_control_fails_no_build() -> None:
    evidence = many_failures(1)
    controls = [msgspec.structs.replace(item, enforcement="advisory") for item in evidence.controls]
    document = JUnitXml.fromstring(
        junit.render(msgspec.structs.replace(evidence, controls=controls))
    )
    assert (document.failures, document.errors) == (0, 0)
    assert b"advisory, does not count for the gate: multiAz" in junit.render(
        msgspec.structs.replace(evidence, controls=controls)
    )
