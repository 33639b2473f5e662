"""Checkov's opinion as a judgement, so that evidence and every format can tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from policy.checkov.asking import Opinion
from policy.checkov.mapping.names import load_names
from policy.checkov.reconciliation import reconciled
from policy.control import Context, Control
from policy.exemptions import ExemptionFile, apply
from policy.gate import Judgement
from policy.graph import Resource
from policy.pack_config import PackConfig
from policy.verdict import Observation


def checkov_judgement(
    opinion: Opinion, context: Context, exemptions: ExemptionFile, today: date
) -> Judgement:
    """The opinion, with the exemptions from Checkov's checks that are valid today."""
    controls = tuple(_controls(opinion))
    results, applied = apply(
        opinion.results, exemptions.exemptions, {control.id for control in controls}, today
    )
    sentences = [item.problem for item in applied if item.problem]
    return Judgement(
        context=context,
        controls=controls,
        config=PackConfig(),
        results=results,
        exemptions=applied,
        problems=(*exemptions.problems, *sentences),
    )


def _controls(opinion: Opinion) -> Iterator[Control]:
    """Checkov's checks in the pack's words; family and severity are the pack's own."""
    tokens = _tokens()
    for name, check in sorted(opinion.found.checks.items(), key=lambda item: _order(item[0])):
        row = reconciled(name)
        yield Control(
            id=name,
            family=row.family,
            title=check.title,
            severity=row.severity,
            applies_to=tuple(token for kind in check.types for token in tokens.get(kind, ())),
            check=_judged_by_checkov,
        )


def _judged_by_checkov(_: Resource, __: Context) -> Iterable[Observation]:
    return ()


def _tokens() -> Mapping[str, list[str]]:
    tokens: defaultdict[str, list[str]] = defaultdict(list)
    for token, kind in load_names().types.items():
        tokens[kind].append(token)
    return tokens


def _order(name: str) -> tuple[str, int, str]:
    """`CKV_AWS_9` before `CKV_AWS_10`."""
    head, _, number = name.rpartition("_")
    return (head, int(number), "") if number.isdecimal() else (head, 0, number)
