"""Every failure that Checkov reports on the weak resources of this folder, beside the pack's."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from policy.checkov.asking import Asking, ask
from policy.checkov.mapping.names import load_names
from policy.checkov.reconciliation import Relation, reconciled, reconciliation
from policy.control import Context
from policy.controls import CONTROLS
from policy.evaluation import Result, evaluate
from policy.graph import Graph, Resource
from policy.settings import Settings
from policy.verdict import Verdict
from tests.checkov.graphs import fixture_graph, graph, resource
from tests.checkov.weakest import weakest

DECISIONS: Final = Path(__file__).with_name("decisions.csv")
REASONED: Final = frozenset(
    {Relation.PART, Relation.CONTRADICTS, Relation.DECLINED, Relation.NOT_OURS}
)
_FAILURES: Final = frozenset({Verdict.FAIL, Verdict.EXEMPT})
_SETTINGS: Final = Settings(account_id="123456789012", program_directory=str(DECISIONS.parent))


class Outcome(StrEnum):
    """Who reports something."""

    BOTH = "both"
    UNDECIDED = "both, ours undecided"
    """Neither lets it through: the pack says that it cannot know."""
    PARTLY = "both where it is set, only theirs where nothing is"
    """The pack reports it on one of the fixtures, and lets another one through."""
    ONLY_THEIRS = "only theirs"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check's failures on one type of resource are to the pack.

    Attributes:
        check: Checkov's id.
        token: The type.
        fixtures: Where it fails.
        outcome: Whether the pack reports all of them too.
        controls: The pack's controls that do.
    """

    check: str
    token: str
    fixtures: tuple[str, ...]
    outcome: Outcome
    controls: tuple[str, ...]

    @property
    def decision(self) -> str:
        """Why the pack does not report it; empty where it does."""
        if self.outcome is Outcome.BOTH:
            return ""
        row = reconciled(self.check)
        own = decisions().get((self.check, self.token), "")
        return own or (row.reason if row.relation in REASONED else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both opinions on all of the fixtures.

    Attributes:
        findings: By check and type.
        silent: Checks that fail nothing here, with the reason of each.
        only_ours: How many resources fail a control that no check of Checkov's asks about.
        judging: The checks that say anything at all about a fixture.
    """

    findings: tuple[Finding, ...]
    silent: Mapping[str, str]
    only_ours: Mapping[str, int]
    judging: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One failure of Checkov's: where, and what the reconciled controls say about it."""

    check: str
    token: str
    fixture: str
    ours: Mapping[str, Verdict]


@cache
def decisions() -> Mapping[tuple[str, str], str]:
    """Why the pack is silent where a check fails: by check and type, or by check alone."""
    with DECISIONS.open(encoding="utf-8", newline="") as stream:
        return {(row["check"], row["type"]): row["reason"] for row in csv.DictReader(stream)}


def compare() -> Comparison:
    """Ask both; takes most of a minute.

    Raises:
        CheckovError: Checkov's environment is missing.
    """
    seen: list[_Seen] = []
    failed: set[tuple[str, str]] = set()
    judging: set[str] = set()
    for fixture, parts in _fixtures().items():
        own = [result for part in parts for result in evaluate(Context(part, _SETTINGS), CONTROLS)]
        opinion = ask(_joined(parts), Asking())
        seen += _failures(fixture, opinion.results, own)
        failed |= {(item.control, item.urn) for item in own if item.verdict is Verdict.FAIL}
        judging |= {record.check for record in opinion.found.records}
    return Comparison(tuple(_findings(seen)), _silent(seen), _beyond(failed), frozenset(judging))


def _fixtures() -> Mapping[str, list[Graph]]:
    """The graphs that the pack judges one by one; Checkov is asked about all of a fixture."""
    cases: defaultdict[str, list[Resource]] = defaultdict(list)
    for item in weakest():
        cases[_case(item.name)].append(item)
    return {
        "weakest": [graph(*group) for group in cases.values()],
        "bare": [graph(resource(token, "bare")) for token in load_names().types],
        "weak": [fixture_graph("weak")],
        "strong": [fixture_graph("strong")],
    }


def _joined(parts: list[Graph]) -> Graph:
    if len(parts) == 1:
        return parts[0]
    return graph(*(item for part in parts for item in part.resources))


def _case(name: str) -> str:
    return name.partition("--")[0]


def _failures(fixture: str, theirs: Iterable[Result], own: Iterable[Result]) -> Iterator[_Seen]:
    by_place: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
    for result in own:
        place = _place(fixture, result.urn)
        known = by_place[place].get(result.control)
        if known is not Verdict.FAIL:
            by_place[place][result.control] = result.verdict
    for result in theirs:
        # A case is made for one check; what others say of it does not count.
        about = fixture != "weakest" or _case(result.urn.rpartition("::")[2]) == result.control
        if about and result.verdict in _FAILURES:
            said = by_place[_place(fixture, result.urn)]
            controls = reconciled(result.control).controls
            ours = {name: said[name] for name in controls if name in said}
            yield _Seen(result.control, result.urn.split("::")[2], fixture, ours)


def _place(fixture: str, urn: str) -> str:
    """What counts as the same subject: in a case all of its resources do."""
    return _case(urn.rpartition("::")[2]) if fixture == "weakest" else urn


def _findings(seen: Iterable[_Seen]) -> Iterator[Finding]:
    groups: defaultdict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for item in seen:
        groups[item.check, item.token].append(item)
    order = list(reconciliation())
    for (check, token), items in sorted(
        groups.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1])
    ):
        failing = {
            name for item in items for name, said in item.ours.items() if said is Verdict.FAIL
        }
        fixtures = tuple(dict.fromkeys(item.fixture for item in items))
        yield Finding(check, token, fixtures, _outcome(items), tuple(sorted(failing)))


def _outcome(items: Iterable[_Seen]) -> Outcome:
    verdicts = [set(item.ours.values()) for item in items]
    if all(Verdict.FAIL in said for said in verdicts):
        return Outcome.BOTH
    if all(said & {Verdict.FAIL, Verdict.UNDETERMINED} for said in verdicts):
        return Outcome.UNDECIDED
    reported = any(Verdict.FAIL in said for said in verdicts)
    return Outcome.PARTLY if reported else Outcome.ONLY_THEIRS


def _silent(seen: Iterable[_Seen]) -> Mapping[str, str]:
    failing = {item.check for item in seen}
    return {
        row.check: decisions().get((row.check, ""), "")
        for row in reconciliation().values()
        if row.check not in failing and row.relation is not Relation.UNREACHABLE
    }


def _beyond(failed: Iterable[tuple[str, str]]) -> Mapping[str, int]:
    asked = {name for row in reconciliation().values() for name in row.controls}
    counts: defaultdict[str, int] = defaultdict(int)
    for control, _ in failed:
        if control not in asked:
            counts[control] += 1
    return dict(sorted(counts.items()))
