"""OCSF 1.6 compliance findings (class 2003), one for each control on each resource.

Exempt results are suppressed failures; undetermined ones are warnings; a result that is not
applicable has the status "other", since OCSF has no word for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

from policy.evidence import Evidence
from policy.report.clock import moment
from policy.report.index import Finding, Index, index
from policy.report.language import Language
from policy.verdict import Verdict

VERSION: Final = "1.6.0"
_CLASS: Final = 2003
_CATEGORY: Final = 2
_CREATE: Final = 1
_SEVERITIES: Final[Mapping[str, tuple[int, str]]] = {
    "low": (2, "Low"),
    "medium": (3, "Medium"),
    "high": (4, "High"),
    "critical": (5, "Critical"),
}
_INFORMATIONAL: Final = (1, "Informational")
_STATUSES: Final[Mapping[Verdict, tuple[int, str]]] = {
    Verdict.PASS: (1, "Pass"),
    Verdict.UNDETERMINED: (2, "Warning"),
    Verdict.ERROR: (2, "Warning"),
    Verdict.FAIL: (3, "Fail"),
    Verdict.EXEMPT: (3, "Fail"),
    Verdict.NOT_APPLICABLE: (99, "Other"),
}


class _Product(Struct, frozen=True):
    name: str
    vendor_name: str
    version: str


class _Metadata(Struct, frozen=True, kw_only=True):
    product: _Product
    version: str
    profiles: list[str]
    uid: str


class _FindingInfo(Struct, frozen=True, kw_only=True):
    uid: str
    title: str
    desc: str
    created_time: int
    types: list[str]


class _Compliance(Struct, frozen=True, kw_only=True):
    control: str
    requirements: list[str]
    standards: list[str]
    status: str
    status_id: int
    status_detail: str


class _Resource(Struct, frozen=True, kw_only=True):
    uid: str
    name: str
    type: str
    region: str


class _Account(Struct, frozen=True):
    uid: str


class _Cloud(Struct, frozen=True, kw_only=True):
    provider: str
    region: str
    account: _Account


class _Remediation(Struct, frozen=True):
    desc: str


class _Event(Struct, frozen=True, kw_only=True):
    activity_id: int
    activity_name: str
    category_uid: int
    category_name: str
    class_uid: int
    class_name: str
    type_uid: int
    type_name: str
    time: int
    severity_id: int
    severity: str
    status_id: int
    status: str
    message: str
    metadata: _Metadata
    finding_info: _FindingInfo
    compliance: _Compliance
    resources: list[_Resource]
    cloud: _Cloud
    remediation: _Remediation
    unmapped: dict[str, object]


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """All findings as one JSON array."""
    joined = index(evidence)
    events = [_event(finding, joined, language) for finding in joined.findings]
    return msgspec.json.format(msgspec.json.encode(events, order="deterministic")) + b"\n"


def _event(finding: Finding, joined: Index, language: Language) -> _Event:
    run = joined.evidence.run
    when = int(moment(run.finished).timestamp() * 1000)
    severity_id, severity = _SEVERITIES[finding.control.severity]
    if finding.verdict in {Verdict.PASS, Verdict.NOT_APPLICABLE}:
        severity_id, severity = _INFORMATIONAL
    exempt = finding.verdict is Verdict.EXEMPT
    return _Event(
        activity_id=_CREATE,
        activity_name="Create",
        category_uid=_CATEGORY,
        category_name="Findings",
        class_uid=_CLASS,
        class_name="Compliance Finding",
        type_uid=_CLASS * 100 + _CREATE,
        type_name="Compliance Finding: Create",
        time=when,
        severity_id=severity_id,
        severity=severity,
        status_id=3 if exempt else 1,
        status="Suppressed" if exempt else "New",
        message=language.reason_of(finding.result),
        metadata=_metadata(joined.evidence, finding),
        finding_info=_FindingInfo(
            uid=finding.id,
            title=language.title_of(finding.control),
            desc=language.text(finding.control.why),
            created_time=when,
            types=[finding.control.family],
        ),
        compliance=_compliance(finding, joined),
        resources=[
            _Resource(
                uid=finding.resource.urn,
                name=finding.resource.name,
                type=finding.resource.type,
                region=run.region,
            )
        ],
        cloud=_Cloud(provider="AWS", region=run.region, account=_Account(run.account)),
        remediation=_Remediation(language.text(finding.control.fix)),
        unmapped={"verdict": finding.verdict, "exemption": finding.result.exemption},
    )


def _metadata(evidence: Evidence, finding: Finding) -> _Metadata:
    return _Metadata(
        product=_Product(
            "transaction-monitoring-policy",
            "transaction-monitoring",
            evidence.run.versions.get("pack", "0"),
        ),
        version=VERSION,
        profiles=["cloud"],
        uid=finding.id,
    )


def _compliance(finding: Finding, joined: Index) -> _Compliance:
    status_id, status = _STATUSES[finding.verdict]
    mappings = finding.control.frameworks
    exempt = finding.verdict is Verdict.EXEMPT
    return _Compliance(
        control=finding.control.id,
        requirements=[f"{item.framework} {item.requirement}" for item in mappings],
        standards=sorted({f"{item.framework} {item.edition}" for item in mappings}),
        status=status,
        status_id=status_id,
        status_detail=joined.justification(finding) if exempt else finding.verdict.value,
    )
