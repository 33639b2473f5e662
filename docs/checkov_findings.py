"""The page of all of Checkov's findings on the weak fixtures, each with the pack's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policy.checkov.reconciliation import Relation, reconciliation
from tests.checkov.findings import Comparison, Finding, Outcome

_HEAD = """# Checkov's findings, one by one

Made by `make docs`; a test compares it with the real Checkov. Every failure that Checkov reports on
the fixtures of `tests/checkov`, and what the pack says of the same resource:

- `weakest`: for each check that a bare resource passes, resources made to fail it (`weakest.py`);
- `bare`: one resource of each type that both know, with nothing set;
- `weak`, `strong`: the careless and the careful program of [checkov.md](checkov.md).

A finding is a check and a type of resource. What only Checkov reports was either taken over, and is
then among those of both, or is declined here with the reason. Reasons stand in
`policy/checkov/reconciliation.csv` and, where a check differs only on certain resources, in
`tests/checkov/decisions.csv`."""


def page(comparison: Comparison) -> Iterator[str]:
    """The whole page, line by line."""
    yield _HEAD
    yield from _counts(comparison)
    yield from _declined(comparison)
    yield from _silent(comparison)
    yield from _only_ours(comparison)
    yield from _shared(comparison)
    yield ""


def _counts(comparison: Comparison) -> Iterator[str]:
    findings = Counter(item.outcome for item in comparison.findings)
    best = {item.check: item.outcome for item in sorted(comparison.findings, key=_rank)}
    checks = Counter(best.values())
    yield "\n| reported by | findings | checks |"
    yield "| --- | ---: | ---: |"
    for outcome in Outcome:
        yield f"| {outcome} | {findings[outcome]} | {checks[outcome]} |"
    yield f"| Checkov, all together | {findings.total()} | {checks.total()} |"
    yield f"| only ours | {sum(comparison.only_ours.values())} | - |"
    unreachable = sum(row.relation is Relation.UNREACHABLE for row in reconciliation().values())
    yield (
        f"\nA check counts by the best of its findings. Besides the {checks.total()} checks,"
        f" {len(comparison.silent)} can fail nothing and {unreachable} judge what no Pulumi program"
        " can have."
    )


def _rank(item: Finding) -> int:
    """The best outcome comes last, so that it is the one which stays."""
    return -list(Outcome).index(item.outcome)


def _declined(comparison: Comparison) -> Iterator[str]:
    yield "\n## Declined\n"
    yield "| check | type | on | reported by | why the pack does not |"
    yield "| --- | --- | --- | --- | --- |"
    for item in comparison.findings:
        if item.outcome is not Outcome.BOTH:
            place = ", ".join(item.fixtures)
            yield f"| {item.check} | `{item.token}` | {place} | {item.outcome} | {item.decision} |"


def _silent(comparison: Comparison) -> Iterator[str]:
    yield "\n## Checks that can fail nothing\n"
    yield "| check | why |"
    yield "| --- | --- |"
    for check, reason in comparison.silent.items():
        yield f"| {check} | {reason} |"


def _only_ours(comparison: Comparison) -> Iterator[str]:
    yield "\n## Only ours\n"
    yield "Controls that fail on the fixtures and that no check of Checkov's asks about:\n"
    yield "| control | resources |"
    yield "| --- | ---: |"
    for control, count in comparison.only_ours.items():
        yield f"| `{control}` | {count} |"


def _shared(comparison: Comparison) -> Iterator[str]:
    yield "\n## Both\n"
    yield "| check | type | on | the pack's controls |"
    yield "| --- | --- | --- | --- |"
    for item in comparison.findings:
        if item.outcome is Outcome.BOTH:
            controls = ", ".join(f"`{name}`" for name in item.controls)
            yield f"| {item.check} | `{item.token}` | {', '.join(item.fixtures)} | {controls} |"
