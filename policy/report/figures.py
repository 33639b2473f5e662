"""The figures that a reader decides on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy.evidence import ControlRecord, InvokeRecord, ResourceRecord
from policy.families import Family
from policy.report.deviations import Deviation, Standing
from policy.report.index import Index
from policy.verdict import Verdict

_DECIDED_AGAINST = (Verdict.FAIL, Verdict.ERROR, Verdict.UNDETERMINED, Verdict.EXEMPT)


@dataclass(frozen=True, slots=True)
class Rates:
    """Results that passed, of all that were due; deviations come on top of the wider total.

    Attributes:
        passed: Results that passed.
        due: Results that applied: all but those not applicable.
        deviations: Resources on which an accepted or expired deviation breaks a requirement.
    """

    passed: int
    due: int
    deviations: int

    @property
    def without_deviations(self) -> str:
        """The rate of the pack's own controls."""
        return _percent(self.passed, self.due)

    @property
    def with_deviations(self) -> str:
        """The rate in which each deviation counts as not satisfied."""
        return _percent(self.passed, self.due + self.deviations)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of the program was judged, and by what.

    Attributes:
        judged: Resources with a verdict other than not applicable.
        beyond: Resources for which no control had anything to judge.
        unjudged: Resources to which no control applies at all.
        fired: Controls with a verdict other than not applicable.
        idle: Controls without a resource that they apply to.
        inapplicable: Controls that found nothing to judge on their resources.
        disabled: Controls switched off by configuration.
        unmapped: Controls that no framework mentions.
        unanswered: Look-ups whose answer stayed unknown.
    """

    judged: Sequence[ResourceRecord]
    beyond: Sequence[ResourceRecord]
    unjudged: Sequence[ResourceRecord]
    fired: Sequence[ControlRecord]
    idle: Sequence[ControlRecord]
    inapplicable: Sequence[ControlRecord]
    disabled: Sequence[ControlRecord]
    unmapped: Sequence[ControlRecord]
    unanswered: Sequence[InvokeRecord]


def rates(joined: Index, found: Sequence[Deviation]) -> Rates:
    """Pass rates of the run."""
    summary = joined.evidence.summary
    passed = summary.get(Verdict.PASS, 0)
    due = passed + sum(summary.get(verdict, 0) for verdict in _DECIDED_AGAINST)
    broken = sum(item.count(Standing.ACCEPTED) + item.count(Standing.EXPIRED) for item in found)
    return Rates(passed, due, broken)


def by_family(joined: Index) -> Mapping[str, Mapping[str, int]]:
    """Results per verdict of each family."""
    counts: dict[str, Counter[str]] = {family.value: Counter() for family in Family}
    for finding in joined.findings:
        counts[finding.result.family][finding.verdict.value] += 1
    return counts


def coverage(joined: Index) -> Coverage:
    """What was judged and what was not, nothing left out."""
    evidence = joined.evidence
    touched = {finding.resource.urn for finding in joined.findings}
    decided = [item for item in joined.findings if item.verdict is not Verdict.NOT_APPLICABLE]
    judged = {finding.resource.urn for finding in decided}
    fired = {finding.control.id for finding in decided}
    disabled = {item.id for item in evidence.controls if item.enforcement == "disabled"}
    resting = [item for item in evidence.controls if item.id not in fired | disabled]
    return Coverage(
        judged=[item for item in evidence.resources if item.urn in judged],
        beyond=[item for item in evidence.resources if item.urn in touched - judged],
        unjudged=[item for item in evidence.resources if item.urn not in touched],
        fired=[item for item in evidence.controls if item.id in fired],
        idle=[item for item in resting if item.id not in joined.by_control],
        inapplicable=[item for item in resting if item.id in joined.by_control],
        disabled=[item for item in evidence.controls if item.id in disabled],
        unmapped=[item for item in evidence.controls if not item.frameworks],
        unanswered=[item for item in evidence.invokes if item.answered == "unknown"],
    )


def _percent(part: int, whole: int) -> str:
    # Rounded down: 100 % means all of it.
    return f"{1000 * part // whole / 10:.1f} %" if whole else "—"
