"""Everything that the report's pages say, worked out once and laid out by the templates."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from policy.evidence import ControlRecord, Evidence, ExemptionRecord, ObservationRecord, to_json
from policy.families import Family
from policy.report.clock import day_of
from policy.report.comparison import Comparison, compare
from policy.report.deviations import Deviation, Standing, deviations
from policy.report.figures import Coverage, Rates, by_family, coverage, rates
from policy.report.index import OPEN, VERDICTS, Finding, Index, index
from policy.report.requirements import Table, tables
from policy.topology import read_topology
from policy.topology.model import Topology
from policy.verdict import Verdict

_PLACES_PER_ROW: Final = 24
"""Resources in one row of the matrix; longer rows could not be broken over pages."""
_SOON_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """Resources on which a control saw the same."""

    verdict: Verdict
    findings: Sequence[Finding]
    observations: Sequence[ObservationRecord]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the first page says.

    Attributes:
        gate: Exit code of the check.
        failing: Results that fail or crashed.
        undetermined: Results that could not be decided.
        problems: Sentences that fail the gate by themselves.
        active: Exemptions in force.
        ending_soon: Those of them that end within a month of the run.
        accepted: Deviations in force.
        lapsed: Deviations whose acceptance has ended.
        worst: The findings to look at first.
    """

    gate: int
    failing: int
    undetermined: int
    problems: Sequence[str]
    active: Sequence[ExemptionRecord]
    ending_soon: Sequence[ExemptionRecord]
    accepted: Sequence[Deviation]
    lapsed: Sequence[Deviation]
    worst: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole content of a report, language aside."""

    evidence: Evidence
    joined: Index
    digest: str
    rates: Rates
    families: Mapping[str, Mapping[str, int]]
    deviations: Sequence[Deviation]
    frameworks: Sequence[Table]
    coverage: Coverage
    comparison: Comparison | None
    topology: Topology
    decision: Decision

    @property
    def open_findings(self) -> Sequence[tuple[ControlRecord, Sequence[Seen]]]:
        """Controls with something to act on, worst first, with what they saw."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.joined.of(*OPEN):
            groups.setdefault(finding.control.id, []).append(finding)
        return [(group[0].control, list(_seen(group))) for group in groups.values()]

    def controls_of(self, family: Family) -> list[tuple[ControlRecord, Sequence[Seen]]]:
        """The family's controls that judged something, each with what it saw."""
        return [
            (control, list(_seen(self.joined.by_control[control.id])))
            for control in self.evidence.controls
            if control.family == family and control.id in self.joined.by_control
        ]


def build_page(evidence: Evidence, earlier: Evidence | None = None) -> Page:
    """Work out the content of a report."""
    joined = index(evidence)
    found = deviations(joined)
    return Page(
        evidence=evidence,
        joined=joined,
        digest=hashlib.sha256(to_json(evidence)).hexdigest(),
        rates=rates(joined, found),
        families=by_family(joined),
        deviations=found,
        frameworks=tables(joined, found),
        coverage=coverage(joined),
        comparison=compare(earlier, evidence) if earlier else None,
        topology=read_topology(evidence.topology),
        decision=_decision(joined, found),
    )


def _decision(joined: Index, found: Iterable[Deviation]) -> Decision:
    evidence = joined.evidence
    today = day_of(evidence.run.finished)
    active = [item for item in evidence.exemptions if item.status == "active"]
    found = list(found)
    return Decision(
        gate=evidence.exit_code,
        failing=len(joined.of(Verdict.FAIL, Verdict.ERROR)),
        undetermined=len(joined.of(Verdict.UNDETERMINED)),
        problems=evidence.problems,
        active=active,
        ending_soon=[item for item in active if _days_left(item, today) <= _SOON_DAYS],
        accepted=[item for item in found if item.standing is Standing.ACCEPTED],
        lapsed=[item for item in found if item.standing is Standing.EXPIRED],
        worst=joined.of(*OPEN)[:5],
    )


def _days_left(exemption: ExemptionRecord, today: date) -> int:
    return (date.fromisoformat(exemption.expires_on) - today).days


def _seen(findings: Iterable[Finding]) -> Iterator[Seen]:
    """Findings of one control, grouped by verdict and by what was seen."""
    groups: defaultdict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        seen = [(item.path, item.expected, item.found) for item in finding.result.observations]
        told = finding.result.reason if not seen else ""
        groups[finding.verdict, finding.result.exemption, tuple(seen), told].append(finding)
    ordered = sorted(groups.values(), key=lambda group: VERDICTS.index(group[0].verdict))
    for group in ordered:
        for start in range(0, len(group), _PLACES_PER_ROW):
            part = group[start : start + _PLACES_PER_ROW]
            yield Seen(part[0].verdict, part, part[0].result.observations)
