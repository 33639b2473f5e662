"""The tables of the page on Checkov: from the table of checks, and from runs of the real Checkov.

The first is always written; the others need Checkov's environment, which `make checkov` builds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from policy.checkov.environment import checkov_python
from policy.checkov.reconciliation import SUPPRESSED, Relation, reconciliation
from policy.errors import CheckovError
from policy.evidence import Evidence, SecondCheck, SecondOpinion, SecondVerdict, from_json

ROOT: Final = Path(__file__).resolve().parent.parent
PROGRAMS: Final = {
    "stack": (".", "--stack", "dev"),
    "weak": ("tests/checkov/fixtures/weak", "--config", "aws:region=ap-northeast-1"),
    "strong": ("tests/checkov/fixtures/strong", "--config", "aws:region=ap-northeast-1"),
}
_AGREEMENTS: Final = {
    "both-pass": "both pass",
    "both-fail": "both fail",
    "only-ours": "only the pack fails it",
    "only-theirs": "only Checkov fails it",
    "justified": "Checkov fails it, the pack says why it may",
    "undecided": "undecided by one of them",
    "no-counterpart": "Checkov passes it, nothing of the pack's to judge on that resource",
}
_MEANINGS: Final = {
    Relation.AGREE: "the controls demand the same",
    Relation.STRICTER: "the controls demand this and more",
    Relation.PART: "the controls demand a part of it, or judge it on another resource",
    Relation.CONTRADICTS: "the controls forbid it; failures are exempt, with the reason",
    Relation.DECLINED: "not wanted; failures are exempt, with the reason",
    Relation.NOT_OURS: "not demanded, for the reason given; failures stand",
    Relation.UNREACHABLE: "no Pulumi program can have it",
}


def is_at_hand() -> bool:
    """Whether Checkov's environment is built."""
    try:
        checkov_python(None)
    except CheckovError:
        return False
    return True


def relations() -> Iterator[str]:
    """How many checks have each relation, and every one that is suppressed."""
    rows = reconciliation().values()
    counts = Counter(row.relation for row in rows)
    yield "| relation | checks | meaning |"
    yield "| --- | ---: | --- |"
    for relation in Relation:
        yield f"| `{relation}` | {counts[relation]} | {_MEANINGS[relation]} |"
    yield ""
    yield "| suppressed check | because of | reason |"
    yield "| --- | --- | --- |"
    for row in rows:
        if row.relation in SUPPRESSED:
            names = ", ".join(f"`{name}`" for name in row.controls) or row.relation
            yield f"| {row.check} | {names} | {row.reason} |"


def comparison(name: str) -> Iterator[str]:
    """Both opinions on one program: the counts, and what only one of them says."""
    evidence = _evidence(*PROGRAMS[name])
    opinion = evidence.second_opinion
    if opinion is None:
        return
    groups: defaultdict[str, list[SecondVerdict]] = defaultdict(list)
    for item in opinion.verdicts:
        groups[item.agreement].append(item)
    decided = len(evidence.results) - evidence.summary["not_applicable"]
    yield (
        f"{opinion.seen} resources seen, {len(opinion.verdicts)} verdicts of {len(opinion.checks)}"
        f" checks by Checkov; {decided} verdicts by the pack.\n"
    )
    yield "| | verdicts |"
    yield "| --- | ---: |"
    for agreement, words in _AGREEMENTS.items():
        yield f"| {words} | {len(groups[agreement])} |"
    yield from _details(groups, {check.id: check for check in opinion.checks})
    yield from _beyond(evidence, opinion)


def _details(
    groups: Mapping[str, list[SecondVerdict]], checks: Mapping[str, SecondCheck]
) -> Iterator[str]:
    for agreement in ("only-theirs", "justified", "undecided", "only-ours"):
        found = groups.get(agreement, [])
        if found:
            yield f"\n**{_sentence(_AGREEMENTS[agreement])}**\n"
            yield "| check | on | what it asks | the pack's word |"
            yield "| --- | --- | --- | --- |"
        for check, names in _by_check(found).items():
            asked, word = checks[check].title, checks[check].reason.en
            yield f"| {check} | {', '.join(names)} | {asked} | {word} |"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _by_check(items: Iterable[SecondVerdict]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        found[item.check].append(item.urn.rpartition("::")[2])
    return dict(sorted(found.items()))


def _beyond(evidence: Evidence, opinion: SecondOpinion) -> Iterator[str]:
    """Failing controls that none of the checks which judged this program asks about."""
    asked = {name for check in opinion.checks for name in check.controls}
    failing = Counter(item.control for item in evidence.results if item.verdict == "fail")
    beyond = {name: count for name, count in sorted(failing.items()) if name not in asked}
    if beyond:
        told = ", ".join(f"`{name}` {count}" for name, count in beyond.items())
        yield f"\n**Failing controls that no check of Checkov's asks about here:** {told}"


def _evidence(directory: str, *arguments: str) -> Evidence:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "evidence.json")
        command = (sys.executable, "-m", "policy", "check", "--second-opinion")
        options = ("--program", directory, "--format", "json", "--output", str(file))
        subprocess.run(  # noqa: S603  # fixed arguments
            (*command, *options, *arguments), cwd=ROOT, check=False, capture_output=True
        )
        return from_json(file.read_bytes(), str(file))
