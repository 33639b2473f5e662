"""What changed since earlier evidence, or between two ways of judging the same program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policy.evidence import Evidence
from policy.verdict import Verdict

_OPEN = frozenset({Verdict.FAIL, Verdict.ERROR, Verdict.UNDETERMINED})


class Kind(StrEnum):
    """What kind of change it is, the most urgent first."""

    WORSENED = "worsened"
    APPEARED_OPEN = "appeared-open"
    RESOLVED = "resolved"
    CHANGED = "changed"
    APPEARED = "appeared"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Change:
    """One control on one resource, before and now; an empty verdict means that it was not there."""

    kind: Kind
    control: str
    urn: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences between two pieces of evidence.

    Attributes:
        earlier: The evidence compared with.
        changes: Verdicts that differ.
        same: How many verdicts are the same.
        facts: Facts of the run that differ: name, before, now.
        resources_added: URNs only in the evidence at hand.
        resources_removed: URNs only in the earlier evidence.
        controls_added: Control ids only in the evidence at hand.
        controls_removed: Control ids only in the earlier evidence.
    """

    earlier: Evidence
    changes: Sequence[Change]
    same: int
    facts: Sequence[tuple[str, str, str]]
    resources_added: Sequence[str]
    resources_removed: Sequence[str]
    controls_added: Sequence[str]
    controls_removed: Sequence[str]


def compare(earlier: Evidence, now: Evidence) -> Comparison:
    """Compare evidence with an earlier one, pair by pair."""
    old, new = _verdicts(earlier), _verdicts(now)
    pairs = sorted({*old, *new})
    changes = [_change(pair, old, new) for pair in pairs if old.get(pair) != new.get(pair)]
    return Comparison(
        earlier=earlier,
        changes=sorted(changes, key=lambda item: list(Kind).index(item.kind)),
        same=len(pairs) - len(changes),
        facts=list(_facts(earlier, now)),
        resources_added=_only(_urns(now), _urns(earlier)),
        resources_removed=_only(_urns(earlier), _urns(now)),
        controls_added=_only(_controls(now), _controls(earlier)),
        controls_removed=_only(_controls(earlier), _controls(now)),
    )


def _verdicts(evidence: Evidence) -> Mapping[tuple[str, str], str]:
    return {(result.control, result.urn): result.verdict for result in evidence.results}


def _change(
    pair: tuple[str, str],
    old: Mapping[tuple[str, str], str],
    new: Mapping[tuple[str, str], str],
) -> Change:
    before, now = old.get(pair, ""), new.get(pair, "")
    return Change(_kind(before, now), *pair, before, now)


def _kind(before: str, now: str) -> Kind:
    if not now:
        return Kind.VANISHED
    if not before:
        return Kind.APPEARED_OPEN if now in _OPEN else Kind.APPEARED
    if now in _OPEN and before not in _OPEN:
        return Kind.WORSENED
    return Kind.RESOLVED if before in _OPEN and now not in _OPEN else Kind.CHANGED


def _facts(earlier: Evidence, now: Evidence) -> Iterable[tuple[str, str, str]]:
    old, new = earlier.run, now.run
    for name in ("source", "mode", "stack", "region", "commit", "pack_digest", "settings_digest"):
        before, after = str(getattr(old, name)), str(getattr(new, name))
        if before != after:
            yield name, before, after
    for package in sorted({*old.versions, *new.versions}):
        before, after = old.versions.get(package, ""), new.versions.get(package, "")
        if before != after:
            yield package, before, after


def _urns(evidence: Evidence) -> set[str]:
    return {resource.urn for resource in evidence.resources}


def _controls(evidence: Evidence) -> set[str]:
    return {control.id for control in evidence.controls}


def _only(these: set[str], those: set[str]) -> list[str]:
    return sorted(these - those)
