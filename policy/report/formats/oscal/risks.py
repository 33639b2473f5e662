"""Permissions as OSCAL risks: exemptions, and the accepted deviations with what they break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.evidence import ExemptionRecord
from policy.report.deviations import Compensation, Deviation, Standing
from policy.report.formats.oscal.common import line, prop, requirement_id
from policy.report.formats.oscal.results import (
    Factor,
    ObservationLink,
    OscalFinding,
    Risk,
    RiskLink,
    target_of,
)
from policy.report.index import stable_id
from policy.report.language import Language
from policy.report.page import Page

_END_OF_DAY: Final = "T23:59:59+09:00"


def exemption_risks(page: Page) -> Iterator[Risk]:
    """A risk for each exemption; one that is not in force is open."""
    for item in page.evidence.exemptions:
        yield Risk(
            uuid=stable_id("exemption", item.id),
            title=line(f"{item.id}: {item.control}"),
            description=line(item.reason),
            statement=line(_permission(item)),
            status="deviation-approved" if item.status == "active" else "open",
            deadline=f"{item.expires_on}{_END_OF_DAY}",
        )


def _permission(item: ExemptionRecord) -> str:
    return (
        f"Owner {item.owner}; approved by {item.approver} on {item.approved_on}; {item.ticket};"
        f" status {item.status}, covers {item.matched} results. {item.problem}"
    )


def deviation_risks(page: Page, language: Language) -> Iterator[Risk]:
    """A risk for each conflict of the register."""
    for item in page.deviations:
        approved = item.standing is Standing.ACCEPTED
        yield Risk(
            uuid=stable_id("deviation", item.conflict.id),
            title=line(f"{item.conflict.id}: {language.text(item.conflict.subject)}"),
            description=line(language.text(item.conflict.reason)),
            statement=line(language.text(item.conflict.residual)),
            status="deviation-approved" if approved else "open",
            deadline=f"{item.decision.expires_on}{_END_OF_DAY}",
            props=[prop("owner", language.text(item.decision.owner))],
            mitigating_factors=[
                Factor(
                    uuid=stable_id("compensation", item.conflict.id, made.control),
                    description=_made_up(made),
                )
                for made in item.compensations
            ],
        )


def deviation_findings(page: Page, language: Language) -> Iterator[OscalFinding]:
    """A finding, not satisfied, for each external requirement that is broken."""
    for item in page.deviations:
        if item.standing is not Standing.OPEN:
            for breach in item.conflict.breaks:
                name = requirement_id(breach.framework, breach.requirement)
                yield OscalFinding(
                    uuid=stable_id("deviation-finding", item.conflict.id, name),
                    title=line(f"{breach.framework} {breach.requirement}"),
                    description=line(language.text(item.conflict.subject)),
                    target=target_of(name, satisfied=False),
                    related_observations=_shown(item),
                    related_risks=[RiskLink(risk_uuid=stable_id("deviation", item.conflict.id))],
                )


def _shown(item: Deviation) -> list[ObservationLink]:
    return [ObservationLink(observation_uuid=finding.id) for finding, _ in item.places]


def _made_up(made: Compensation) -> str:
    return f"{made.control}: {len(made.passed)} passed, {len(made.others)} not"
