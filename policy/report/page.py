"""Everything that the report's pages say, worked out once and laid out by the templates."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from policy.evidence import (
    ControlRecord,
    Evidence,
    ExemptionRecord,
    ObservationRecord,
    SecondVerdict,
    to_json,
)
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

_NAMED: Final = 24
"""Resources that one row of findings names; longer rows could not be broken over pages."""
_SOON_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """Resources of which a control demanded the same and on which it came to the same verdict.

    Attributes:
        verdict: That verdict.
        findings: One a resource.
        observations: What was seen on the first of them.
        alike: Whether the very same was seen on all of them.
    """

    verdict: Verdict
    findings: Sequence[Finding]
    observations: Sequence[ObservationRecord]
    alike: bool


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


@dataclass(frozen=True)
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

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each resource, by which long rows of the matrix name it."""
        return {item.urn: number for number, item in enumerate(self.evidence.resources, start=1)}

    def ranges(self, findings: Iterable[Finding]) -> str:
        """The numbers of the findings' resources, as in `1–4, 9`."""
        runs: list[list[int]] = []
        for number in sorted(self.numbers[finding.resource.urn] for finding in findings):
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)

    @property
    def differences(self) -> Sequence[SecondVerdict]:
        """Where the second opinion came to another verdict than the pack, theirs worst first.

        A pass beside a control that found nothing to judge is no difference.
        """
        second = self.evidence.second_opinion
        differing = [item for item in second.verdicts if _differ(item)] if second else []
        return sorted(
            differing, key=lambda item: (VERDICTS.index(Verdict(item.theirs)), item.check)
        )

    @property
    def open_findings(self) -> Sequence[tuple[ControlRecord, Sequence[Seen]]]:
        """Controls with something to act on, worst first, with what they saw."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.joined.of(*OPEN):
            groups.setdefault(finding.control.id, []).append(finding)
        return [
            (group[0].control, list(_cut(_seen(group, by_value=True)))) for group in groups.values()
        ]

    @property
    def undecided(self) -> Sequence[tuple[Verdict, ControlRecord, Sequence[Finding]]]:
        """What could not be decided, by verdict and control."""
        groups: dict[tuple[Verdict, str], list[Finding]] = {}
        for finding in self.joined.of(Verdict.ERROR, Verdict.UNDETERMINED):
            groups.setdefault((finding.verdict, finding.control.id), []).append(finding)
        return [(verdict, group[0].control, group) for (verdict, _), group in groups.items()]

    def controls_of(self, family: Family) -> list[tuple[ControlRecord, Sequence[Seen]]]:
        """The family's controls that judged something, each with what it saw."""
        return [
            (control, list(_seen(self.joined.by_control[control.id], by_value=False)))
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


def common_demand(groups: Sequence[Seen]) -> ObservationRecord | None:
    """What all of several groups were held against, if that is one and the same thing."""
    asked = {(item.path, item.expected) for group in groups for item in group.observations}
    alone = all(len(group.observations) == 1 for group in groups)
    return groups[0].observations[0] if alone and len(groups) > 1 == len(asked) else None


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


def _differ(item: SecondVerdict) -> bool:
    both = {item.theirs, item.ours}
    return len(both) > 1 and both != {Verdict.PASS, Verdict.NOT_APPLICABLE}


def _days_left(exemption: ExemptionRecord, today: date) -> int:
    return (date.fromisoformat(exemption.expires_on) - today).days


def _seen(findings: Iterable[Finding], *, by_value: bool) -> Iterator[Seen]:
    """Findings of one control, grouped by verdict and by what was demanded or seen."""
    groups: defaultdict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        seen = _values(finding) if by_value else _demands(finding)
        told = finding.result.reason if not seen else ""
        groups[finding.verdict, finding.result.exemption, seen, told].append(finding)
    for group in sorted(groups.values(), key=lambda item: VERDICTS.index(item[0].verdict)):
        alike = len({_values(finding) for finding in group}) == 1
        yield Seen(group[0].verdict, group, group[0].result.observations, alike)


def _demands(finding: Finding) -> tuple[tuple[str, str], ...]:
    return tuple((item.path, item.expected) for item in finding.result.observations)


def _values(finding: Finding) -> tuple[tuple[str, str, str], ...]:
    return tuple((item.path, item.expected, item.found) for item in finding.result.observations)


def _cut(groups: Iterable[Seen]) -> Iterator[Seen]:
    """Groups cut into rows that fit a page."""
    for group in groups:
        for start in range(0, len(group.findings), _NAMED):
            yield replace(group, findings=group.findings[start : start + _NAMED])
