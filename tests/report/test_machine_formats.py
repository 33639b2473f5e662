"""OSCAL, OCSF and ASFF, each held against a reader that is not ours."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import botocore.session
import jsonschema
import msgspec
import pytest
from botocore.validate import ParamValidator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.component import ComponentDefinition

from policy.evidence import Evidence
from policy.families import Family
from policy.report.formats import asff, ocsf
from policy.report.formats.oscal import assessment, component
from policy.report.language import Language
from policy.verdict import Verdict
from tests.report.hostile import hostile_evidence
from tests.report.sample import (
    CONTROLS,
    control,
    empty_evidence,
    make_evidence,
    many_failures,
    result,
    urn_of,
)

_EVIDENCE = pytest.mark.parametrize(
    "evidence",
    [make_evidence(), empty_evidence(), many_failures(20), hostile_evidence()],
    ids=["sample", "empty", "failing", "hostile"],
)
_LANGUAGES = pytest.mark.parametrize("language", Language)


def _deviating() -> Evidence:
    database = urn_of("aws:rds/instance:Instance", "ledger-dev")
    return make_evidence(
        [result("deletion-protection-off", Family.DESTROYABLE, database, Verdict.PASS)],
        controls=[*CONTROLS, control("deletion-protection-off", Family.DESTROYABLE, "Off", "無効")],
        exemptions=(),
    )


def _results(evidence: Evidence, folder: Path, language: Language) -> AssessmentResults:
    file = folder / "results.json"
    file.write_bytes(assessment.render(evidence, language))
    document = AssessmentResults.oscal_read(file)
    assert document is not None
    return document


@_EVIDENCE
@_LANGUAGES
def test_assessment_results_are_read_by_trestle(
    evidence: Evidence, language: Language, tmp_path: Path
) -> None:
    (run,) = _results(evidence, tmp_path, language).results
    assert len(run.observations or []) == len(evidence.results)
    items = run.local_definitions.inventory_items if run.local_definitions else []
    assert len(items) == len(evidence.resources)


def test_a_control_is_satisfied_only_when_all_that_was_due_passed(tmp_path: Path) -> None:
    (run,) = _results(make_evidence(), tmp_path, Language.ENGLISH).results
    states = {item.target.target_id: item.target.status.state.value for item in run.findings}
    assert states == {
        "rds-instance-multi-az": "not-satisfied",
        "rds-storage-customer-key": "not-satisfied",
        "log-group-retention": "not-satisfied",
        "resource-in-region": "satisfied",
        "rds-backups-kept": "satisfied",
        "sqs-queue-tls": "not-satisfied",
    }
    assert "efs-file-system-spans-zones" in run.remarks


def test_exemptions_are_risks_and_only_those_in_force_are_approved(tmp_path: Path) -> None:
    (run,) = _results(make_evidence(), tmp_path, Language.ENGLISH).results
    risks = {risk.title: risk for risk in run.risks}
    assert str(risks["EX-2026-001: log-group-retention"].status.root.root) == "deviation-approved"
    assert risks["EX-2026-001: log-group-retention"].deadline.isoformat().startswith("2027-04-30")
    assert str(risks["EX-2025-007: sqs-queue-tls"].status.root.root) == "open"


def test_an_accepted_deviation_stays_not_satisfied(tmp_path: Path) -> None:
    (run,) = _results(_deviating(), tmp_path, Language.ENGLISH).results
    states = {item.target.target_id: item.target.status.state.value for item in run.findings}
    assert states["aws-fsbp_RDS.8"] == "not-satisfied"
    assert states["sc-5.2"] == "not-satisfied"
    (risk,) = run.risks
    assert (str(risk.status.root.root), risk.title) == (
        "deviation-approved",
        "CR-01: Deletion protection of database instances",
    )


def test_links_lead_to_what_is_there(tmp_path: Path) -> None:
    (run,) = _results(make_evidence(), tmp_path, Language.ENGLISH).results
    observations = {item.uuid for item in run.observations}
    risks = {item.uuid for item in run.risks}
    items = {item.uuid for item in run.local_definitions.inventory_items}
    for finding in run.findings:
        assert {link.observation_uuid for link in finding.related_observations} <= observations
        assert {link.risk_uuid for link in finding.related_risks or []} <= risks
    assert {item.subjects[0].subject_uuid for item in run.observations} <= items


@_EVIDENCE
@_LANGUAGES
def test_the_component_definition_is_read_by_trestle(
    evidence: Evidence, language: Language, tmp_path: Path
) -> None:
    file = tmp_path / "component.json"
    file.write_bytes(component.render(evidence, language))
    document = ComponentDefinition.oscal_read(file)
    assert document is not None
    resources = {f"#{item.uuid}" for item in document.back_matter.resources}
    (part,) = document.components
    assert {item.source for item in part.control_implementations} <= resources
    mapped = {
        (item.source, required.control_id)
        for item in part.control_implementations
        for required in item.implemented_requirements
    }
    expected = {
        (item.framework, item.requirement) for each in evidence.controls for item in each.frameworks
    }
    assert len(mapped) == len(expected)


@cache
def _ocsf_validator() -> jsonschema.protocols.Validator:
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(ocsf.VERSION)).get_class_schema(
        "compliance_finding", ["cloud"]
    )
    return jsonschema.validators.validator_for(schema)(schema)


@_EVIDENCE
@_LANGUAGES
def test_ocsf_is_valid_against_the_published_schema(evidence: Evidence, language: Language) -> None:
    events = json.loads(ocsf.render(evidence, language))
    assert len(events) == len(evidence.results)
    for event in events:
        assert [error.message for error in _ocsf_validator().iter_errors(event)] == []


def test_the_ocsf_schema_refuses_a_finding_without_its_compliance() -> None:
    event = json.loads(ocsf.render(make_evidence()))[0]
    del event["compliance"]
    assert not _ocsf_validator().is_valid(event)


def test_ocsf_tells_each_verdict() -> None:
    events = json.loads(ocsf.render(make_evidence()))
    told = Counter((item["unmapped"]["verdict"], item["compliance"]["status"]) for item in events)
    assert told == {
        ("fail", "Fail"): 1,
        ("pass", "Pass"): 2,
        ("undetermined", "Warning"): 1,
        ("exempt", "Fail"): 1,
        ("not_applicable", "Other"): 1,
        ("error", "Warning"): 1,
    }
    (exempt,) = [item for item in events if item["unmapped"]["exemption"]]
    assert exempt["status"] == "Suppressed"
    assert "EX-2026-001" in exempt["compliance"]["status_detail"]


def _asff_problems(findings: object) -> str:
    service = botocore.session.get_session().get_service_model("securityhub")
    shape = service.operation_model("BatchImportFindings").input_shape
    report: str = ParamValidator().validate({"Findings": findings}, shape).generate_report()
    return report


@_EVIDENCE
@_LANGUAGES
def test_asff_is_what_security_hub_takes(evidence: Evidence, language: Language) -> None:
    findings = json.loads(asff.render(evidence, language))
    # The API takes no empty call.
    assert _asff_problems(findings) == "" or not evidence.results
    for finding in findings:
        assert len(finding["Title"]) <= 256
        assert len(finding["Description"]) <= 1024
        assert len(finding["Remediation"]["Recommendation"]["Text"]) <= 512
        assert len(finding["Compliance"]["RelatedRequirements"]) <= 32
        assert len(json.dumps(finding).encode()) < 240_000


def test_security_hub_would_refuse_a_misspelt_field() -> None:
    assert "Unknown parameter" in _asff_problems([{"Titel": "x"}])


def test_asff_keeps_an_exempt_result_failed_but_suppressed() -> None:
    findings = json.loads(asff.render(make_evidence()))
    told = {
        (item["ProductFields"]["verdict"], item["Compliance"]["Status"], item["Workflow"]["Status"])
        for item in findings
    }
    assert told == {
        ("fail", "FAILED", "NEW"),
        ("pass", "PASSED", "NEW"),
        ("undetermined", "WARNING", "NEW"),
        ("exempt", "FAILED", "SUPPRESSED"),
        ("not_applicable", "NOT_AVAILABLE", "NEW"),
        ("error", "WARNING", "NEW"),
    }


def test_asff_without_an_account_still_has_twelve_digits() -> None:
    evidence = make_evidence()
    nameless = msgspec.structs.replace(
        evidence, run=msgspec.structs.replace(evidence.run, account="")
    )
    (first, *_) = json.loads(asff.render(nameless))
    assert first["AwsAccountId"] == "000000000000"
