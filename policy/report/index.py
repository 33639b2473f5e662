"""Evidence by the keys that formats look things up by, in the order that a reader needs."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.evidence import ControlRecord, Evidence, ExemptionRecord, ResourceRecord, ResultRecord
from policy.verdict import Verdict

OPEN: Final = (Verdict.ERROR, Verdict.FAIL, Verdict.UNDETERMINED)
"""Verdicts that somebody has to act on, worst first."""
VERDICTS: Final = (
    Verdict.FAIL,
    Verdict.ERROR,
    Verdict.UNDETERMINED,
    Verdict.EXEMPT,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
)
"""All verdicts in the order that reports list them."""
SEVERITIES: Final = ("critical", "high", "medium", "low")
PROJECT_FILE: Final = "Pulumi.yaml"
"""Where a finding is placed when nothing tells which line declares its resource."""

_NAMESPACE: Final = uuid.UUID("6f0c2f53-7d2a-5b0e-9a55-0f5d3c3a9b11")


def stable_id(*parts: str) -> str:
    """A UUID that is the same whenever its parts are."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join(parts)))


@dataclass(frozen=True, slots=True)
class Finding:
    """A result with the control and the resource that it is about."""

    result: ResultRecord
    control: ControlRecord
    resource: ResourceRecord

    @property
    def verdict(self) -> Verdict:
        """The result's verdict."""
        return Verdict(self.result.verdict)

    @property
    def file(self) -> str:
        """Where the resource is declared; the project's file when that is not known."""
        return self.resource.source.file if self.resource.source else PROJECT_FILE

    @property
    def line(self) -> int:
        """The 1-based line of the declaration."""
        return self.resource.source.line if self.resource.source else 1

    @property
    def id(self) -> str:
        """The same for the same control and resource in every run."""
        return stable_id("finding", self.control.id, self.resource.urn)


@dataclass(frozen=True, slots=True)
class Index:
    """Evidence with its findings joined."""

    evidence: Evidence
    findings: Sequence[Finding]
    by_control: Mapping[str, Sequence[Finding]]
    exemptions: Mapping[str, ExemptionRecord]

    def of(self, *verdicts: Verdict) -> list[Finding]:
        """Findings of the verdicts: the worst verdict first, then severity, control, resource."""
        chosen = [finding for finding in self.findings if finding.verdict in verdicts]
        return sorted(chosen, key=_urgency)

    def justification(self, finding: Finding) -> str:
        """Why a finding is exempt and who said so."""
        record = self.exemptions.get(finding.result.exemption or "")
        if record is None:
            return finding.result.reason
        return (
            f"{record.id}: {record.reason} (owner {record.owner}, approved by {record.approver}"
            f" on {record.approved_on}, expires {record.expires_on}, {record.ticket})"
        )


def index(evidence: Evidence) -> Index:
    """Join results with their controls and resources."""
    controls = {control.id: control for control in evidence.controls}
    resources = {resource.urn: resource for resource in evidence.resources}
    findings = [
        Finding(result, controls[result.control], resources[result.urn])
        for result in evidence.results
    ]
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.control.id].append(finding)
    return Index(evidence, findings, groups, {item.id: item for item in evidence.exemptions})


def _urgency(finding: Finding) -> tuple[int, int, str, str]:
    return (
        VERDICTS.index(finding.verdict),
        SEVERITIES.index(finding.control.severity),
        finding.control.id,
        finding.resource.urn,
    )
