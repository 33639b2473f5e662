"""The evidence by framework and requirement: which controls speak to it, and what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.evidence import Mapping as MappingRecord
from policy.evidence import Text
from policy.frameworks import Requirement, disagreements, frameworks, requirement_of, source_name
from policy.report.deviations import Deviation, Standing
from policy.report.index import Finding, Index
from policy.verdict import Verdict


class Status(StrEnum):
    """What the evidence says about one requirement, the worst first."""

    DEVIATION_EXPIRED = "deviation-expired"
    DEVIATION_ACCEPTED = "deviation-accepted"
    NOT_SATISFIED = "not-satisfied"
    UNDETERMINED = "undetermined"
    EXEMPTED = "exempted"
    SATISFIED = "satisfied"
    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly-supported"
    NO_EVIDENCE = "no-evidence"


_BY_VERDICT: Final = (
    (Verdict.FAIL, Status.NOT_SATISFIED),
    (Verdict.ERROR, Status.UNDETERMINED),
    (Verdict.UNDETERMINED, Status.UNDETERMINED),
    (Verdict.EXEMPT, Status.EXEMPTED),
)
_BY_RELATIONSHIP: Final = {
    "satisfies": Status.SATISFIED,
    "supports": Status.SUPPORTED,
    "partial": Status.PARTLY_SUPPORTED,
}
_FROM_WEAKEST: Final = ("conflicts", "partial", "supports", "satisfies")


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement.

    Attributes:
        requirement: Its number.
        words: It in our own words.
        relationship: The weakest of its mappings.
        controls: Ids of the controls that speak to it.
        families: How many of them there are in each family.
        counts: Results per verdict.
        status: What follows.
        sources: Short names of who says that the controls speak to it.
        disagreements: What the sources disagree on.
        deviations: Ids of the conflicts that break it.
    """

    requirement: str
    words: Text
    relationship: str
    controls: Sequence[str]
    families: Mapping[str, int]
    counts: Mapping[str, int]
    status: Status
    sources: Sequence[str]
    disagreements: Sequence[Text]
    deviations: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """One framework; `note` says what its mappings are worth."""

    id: str
    edition: str
    name: Text
    note: Text
    rows: Sequence[Row]


def tables(joined: Index, found: Sequence[Deviation]) -> list[Table]:
    """Every framework with every requirement that a control maps to or a conflict breaks."""
    mapped: defaultdict[tuple[str, str], dict[str, MappingRecord]] = defaultdict(dict)
    for control in joined.evidence.controls:
        for item in control.frameworks:
            mapped[item.framework, item.requirement][control.id] = item
    broken: defaultdict[tuple[str, str], list[Deviation]] = defaultdict(list)
    for deviation in found:
        for breach in deviation.conflict.breaks:
            broken[breach.framework, breach.requirement].append(deviation)
    keys = sorted({*mapped, *broken})
    return [
        Table(
            framework.id,
            framework.edition,
            framework.name,
            framework.note,
            [_row(key, mapped[key], broken[key], joined) for key in keys if key[0] == framework.id],
        )
        for framework in frameworks().values()
    ]


def _row(
    key: tuple[str, str],
    mappings: Mapping[str, MappingRecord],
    broken: Sequence[Deviation],
    joined: Index,
) -> Row:
    required = requirement_of(*key)
    findings = list(_findings(mappings, required, joined))
    relationships = [item.relationship for item in mappings.values()] or ["conflicts"]
    weakest = min(relationships, key=_FROM_WEAKEST.index)
    counts = Counter(finding.verdict.value for finding in findings)
    families = Counter(item.family for item in joined.evidence.controls if item.id in mappings)
    return Row(
        requirement=key[1],
        words=required.words,
        relationship=weakest,
        controls=sorted(mappings),
        families=families,
        counts=counts,
        status=_status(counts, weakest, broken),
        sources=sorted({source_name(item.source) for item in mappings.values()}),
        disagreements=list(disagreements(*key, families)),
        deviations=[deviation.conflict.id for deviation in broken],
    )


def _findings(
    mappings: Mapping[str, MappingRecord], required: Requirement, joined: Index
) -> Iterable[Finding]:
    for control, mapping in mappings.items():
        # A pass of a control that conflicts is no evidence for the requirement.
        supporting = mapping.relationship != "conflicts"
        for finding in joined.by_control.get(control, ()) if supporting else ():
            if not required.types or finding.resource.type in required.types:
                yield finding


def _status(counts: Mapping[str, int], weakest: str, broken: Sequence[Deviation]) -> Status:
    standings = {deviation.standing for deviation in broken}
    if Standing.EXPIRED in standings:
        return Status.DEVIATION_EXPIRED
    if Standing.ACCEPTED in standings:
        return Status.DEVIATION_ACCEPTED
    for verdict, status in _BY_VERDICT:
        if counts.get(verdict, 0):
            return status
    if counts.get(Verdict.PASS, 0):
        return _BY_RELATIONSHIP.get(weakest, Status.NO_EVIDENCE)
    return Status.NO_EVIDENCE
