"""From what Checkov said to verdicts that the pack can stand behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.checkov.conversion import Plan
from policy.checkov.readability import Readability
from policy.checkov.reconciliation import SUPPRESSED, reconciled
from policy.checkov.running import Check, Found, Record
from policy.evaluation import Result
from policy.verdict import Observation, Phrase, Verdict, phrase, worst

_UNREADABLE: Final = "not readable before deployment"


def opinions(plan: Plan, found: Found) -> tuple[Result, ...]:
    """One result for each check on each resource that it judged, by URN and check.

    A verdict that rests on what nobody can read is undetermined. A failure of what the pack does
    not want is exempt, with the reason.
    """
    groups: defaultdict[tuple[str, str], list[Observation]] = defaultdict(list)
    doubts = _Doubts(plan, found)
    for record in found.records:
        groups[plan.urns[record.address], record.check].append(doubts.observe(record))
    for urn, check in _unanswered(plan, found):
        if (urn, check) not in groups:
            groups[urn, check].append(_not_evaluated(found.checks[check]))
    return tuple(_result(urn, check, groups[urn, check]) for urn, check in sorted(groups))


@dataclass(frozen=True, slots=True)
class _Doubts:
    plan: Plan
    found: Found

    def observe(self, record: Record) -> Observation:
        """What a record is worth."""
        check = self.found.checks.get(record.check)
        doubtful = self._doubtful(record, check)
        verdict, title = Verdict(record.verdict), phrase("{0}", record.title)
        if doubtful and not (verdict is Verdict.PASS and _is_proven(doubtful, check)):
            path = ", ".join(sorted(doubtful))
            return Observation(Verdict.UNDETERMINED, path, title, phrase(_UNREADABLE))
        return Observation(verdict, ", ".join(_told(record)), title, _said(verdict))

    def _doubtful(self, record: Record, check: Check | None) -> Mapping[str, Readability]:
        """The unreadable attributes that the verdict may rest on."""
        own = self.plan.unreadable.get(record.address, {})
        if check is None:
            return own
        attributes = check.attributes | set(record.evaluated)
        doubtful = {name: how for name, how in own.items() if name in attributes}
        for address, others in self.plan.unreadable.items() if check.connected else ():
            if address.partition(".")[0] in check.connected:
                doubtful |= {
                    name: how
                    for name, how in others.items()
                    if name in attributes or how is Readability.UNKNOWN
                }
        return doubtful


def _told(record: Record) -> list[str]:
    return [name for name in record.evaluated if name not in {"", "resource_type"}]


def _is_proven(doubtful: Mapping[str, Readability], check: Check | None) -> bool:
    """Whether all that the check asks is that something is set, and it is."""
    existence = check is not None and check.existence
    return existence and all(how is Readability.SET for how in doubtful.values())


def _said(verdict: Verdict) -> Phrase:
    return phrase("satisfied") if verdict is Verdict.PASS else phrase("not satisfied")


def _unanswered(plan: Plan, found: Found) -> Iterator[tuple[str, str]]:
    """Resources with something unreadable, and the checks that would judge them."""
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for name, check in found.checks.items():
        for kind in check.types:
            by_type[kind].append(name)
    for address, hidden in plan.unreadable.items():
        for name in by_type.get(address.partition(".")[0], ()) if hidden else ():
            if found.checks[name].attributes & set(hidden):
                yield plan.urns[address], name


def _not_evaluated(check: Check) -> Observation:
    return Observation(
        Verdict.UNDETERMINED, "", phrase("{0}", check.title), phrase("Checkov could not decide")
    )


def _result(urn: str, check: str, observations: Iterable[Observation]) -> Result:
    seen = tuple(observations)
    row = reconciled(check)
    verdict = worst(item.verdict for item in seen)
    cause = None
    if verdict in {Verdict.FAIL, Verdict.UNDETERMINED} and row.relation in SUPPRESSED:
        verdict = Verdict.EXEMPT
        cause = phrase(row.reason)
    return Result(
        control=check,
        family=row.family,
        urn=urn,
        verdict=verdict,
        observations=seen,
        cause=cause,
        exemption=f"reconciliation/{check}" if verdict is Verdict.EXEMPT else None,
    )
