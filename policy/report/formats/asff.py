"""AWS Security Finding Format, ready for Security Hub's `BatchImportFindings`.

The limits are the API's: 100 findings a call (callers cut the array), 256 characters of title,
1,024 of description, 512 of remediation, 32 related requirements. An exempt result stays FAILED
with a suppressed workflow, as the format asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

from policy.evidence import Evidence
from policy.report.index import Finding, index
from policy.report.language import Language
from policy.verdict import Verdict

_TITLE: Final = 256
_DESCRIPTION: Final = 1024
_REMEDIATION: Final = 512
_RELATED: Final = 32
_NO_ACCOUNT: Final = "000000000000"
"""Stands for an account that the run did not state; the API asks for twelve digits."""
_STATUSES: Final[Mapping[Verdict, str]] = {
    Verdict.PASS: "PASSED",
    Verdict.FAIL: "FAILED",
    Verdict.EXEMPT: "FAILED",
    Verdict.UNDETERMINED: "WARNING",
    Verdict.ERROR: "WARNING",
    Verdict.NOT_APPLICABLE: "NOT_AVAILABLE",
}


class _Wire(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The format's objects: PascalCase names."""


class _Severity(_Wire, frozen=True, kw_only=True):
    label: str


class _Resource(_Wire, frozen=True, kw_only=True):
    type: str
    id: str
    region: str
    details: dict[str, dict[str, str]]


class _Requirement(_Wire, frozen=True, kw_only=True):
    status: str
    related_requirements: list[str]
    security_control_id: str


class _Recommendation(_Wire, frozen=True, kw_only=True):
    text: str


class _Remediation(_Wire, frozen=True, kw_only=True):
    recommendation: _Recommendation


class _Workflow(_Wire, frozen=True, kw_only=True):
    status: str


class _Asff(_Wire, frozen=True, kw_only=True):
    schema_version: str
    id: str
    product_arn: str
    generator_id: str
    aws_account_id: str
    types: list[str]
    created_at: str
    updated_at: str
    severity: _Severity
    title: str
    description: str
    remediation: _Remediation
    product_fields: dict[str, str]
    resources: list[_Resource]
    compliance: _Requirement
    workflow: _Workflow
    record_state: str


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """All findings as one JSON array."""
    findings = [_finding(item, evidence, language) for item in index(evidence).findings]
    return msgspec.json.format(msgspec.json.encode(findings, order="deterministic")) + b"\n"


def _finding(finding: Finding, evidence: Evidence, language: Language) -> _Asff:
    run = evidence.run
    account, region = run.account or _NO_ACCOUNT, run.region or "ap-northeast-1"
    clean = finding.verdict in {Verdict.PASS, Verdict.NOT_APPLICABLE}
    return _Asff(
        schema_version="2018-10-08",
        id=finding.id,
        product_arn=f"arn:aws:securityhub:{region}:{account}:product/{account}/default",
        generator_id=f"transaction-monitoring-policy/{finding.control.id}",
        aws_account_id=account,
        types=["Software and Configuration Checks/Industry and Regulatory Standards"],
        created_at=run.started,
        updated_at=run.finished,
        severity=_Severity(label="INFORMATIONAL" if clean else finding.control.severity.upper()),
        title=_cut(language.title_of(finding.control), _TITLE),
        description=_cut(language.reason_of(finding.result), _DESCRIPTION),
        remediation=_Remediation(
            recommendation=_Recommendation(
                text=_cut(language.text(finding.control.fix), _REMEDIATION)
            )
        ),
        product_fields={
            "verdict": finding.verdict,
            "family": finding.control.family,
            "exemption": finding.result.exemption or "none",
            "commit": run.commit or "none",
            "packDigest": run.pack_digest,
        },
        resources=[_resource(finding, region)],
        compliance=_Requirement(
            status=_STATUSES[finding.verdict],
            related_requirements=[
                f"{item.framework}/{item.edition} {item.requirement}"
                for item in finding.control.frameworks
            ][:_RELATED],
            security_control_id=finding.control.id,
        ),
        workflow=_Workflow(status="SUPPRESSED" if finding.verdict is Verdict.EXEMPT else "NEW"),
        record_state="ACTIVE",
    )


def _resource(finding: Finding, region: str) -> _Resource:
    return _Resource(
        type="Other",
        id=finding.resource.urn,
        region=region,
        details={"Other": {"pulumiType": finding.resource.type, "name": finding.resource.name}},
    )


def _cut(text: str, length: int) -> str:
    shown = text or "—"
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"
