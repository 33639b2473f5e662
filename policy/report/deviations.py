"""External requirements that the program breaks because this pack demands it, and who bears it.

Such a requirement is *not satisfied — accepted deviation*: never passed, never out of scope. Once
the acceptance has expired it is plainly not satisfied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy.frameworks import Conflict, Decision, register
from policy.report.clock import day_of
from policy.report.index import Finding, Index
from policy.verdict import Verdict


class Standing(StrEnum):
    """How a deviation stands on one resource."""

    ACCEPTED = "accepted"
    EXPIRED = "expired"
    OPEN = "open"
    """The pack's own demand does not pass there, so the run does not show the deviation."""


@dataclass(frozen=True, slots=True)
class Compensation:
    """What the same run says of a control that makes up for a deviation in part."""

    control: str
    title_en: str
    title_ja: str
    passed: Sequence[Finding]
    others: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A conflict of the register, on the resources of this program."""

    conflict: Conflict
    decision: Decision
    places: Sequence[tuple[Finding, Standing]]
    compensations: Sequence[Compensation]

    def count(self, standing: Standing) -> int:
        """On how many resources it stands so."""
        return sum(item is standing for _, item in self.places)

    @property
    def standing(self) -> Standing:
        """How it stands as a whole: what is expired outweighs what is accepted."""
        return next(item for item in _FROM_WORST if self.count(item) or item is Standing.OPEN)


_FROM_WORST = (Standing.EXPIRED, Standing.ACCEPTED, Standing.OPEN)


def deviations(joined: Index) -> list[Deviation]:
    """Every conflict of the register that concerns a resource of the program."""
    book = register()
    today = day_of(joined.evidence.run.finished)
    expired = today > date.fromisoformat(book.decision.expires_on)
    broken = Standing.EXPIRED if expired else Standing.ACCEPTED
    found = (
        Deviation(
            conflict,
            book.decision,
            [(item, _standing(item, broken)) for item in _places(conflict, joined)],
            [_compensation(control, joined) for control in _known(conflict.compensating, joined)],
        )
        for conflict in book.conflicts
    )
    return [deviation for deviation in found if deviation.places]


def _places(conflict: Conflict, joined: Index) -> Iterable[Finding]:
    """One finding a resource: the one that shows the deviation, if there is one."""
    chosen: dict[str, Finding] = {}
    for control in conflict.controls:
        for finding in joined.by_control.get(control, ()):
            if finding.resource.type in conflict.types:
                held = chosen.get(finding.resource.urn)
                if held is None or held.verdict is not Verdict.PASS:
                    chosen[finding.resource.urn] = finding
    return chosen.values()


def _standing(finding: Finding, broken: Standing) -> Standing:
    return broken if finding.verdict is Verdict.PASS else Standing.OPEN


def _known(controls: Iterable[str], joined: Index) -> Iterable[str]:
    known = {control.id for control in joined.evidence.controls}
    return [control for control in controls if control in known]


def _compensation(control: str, joined: Index) -> Compensation:
    record = next(item for item in joined.evidence.controls if item.id == control)
    findings = [
        finding
        for finding in joined.by_control.get(control, ())
        if finding.verdict is not Verdict.NOT_APPLICABLE
    ]
    passed = [finding for finding in findings if finding.verdict is Verdict.PASS]
    others = [finding for finding in findings if finding.verdict is not Verdict.PASS]
    return Compensation(control, record.title, record.title_ja, passed, others)
