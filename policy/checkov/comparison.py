"""Checkov's verdicts beside the pack's own, check by check and resource by resource."""

from __future__ import annotations

from collections.abc import Mapping

from policy.checkov.asking import Opinion
from policy.checkov.reconciliation import reconciled
from policy.checkov.words import relation_text
from policy.evidence import Evidence, SecondCheck, SecondOpinion, SecondVerdict
from policy.verdict import Verdict, worst


def compare(opinion: Opinion, theirs: Evidence, ours: Evidence) -> SecondOpinion:
    """What the pack's evidence tells of Checkov's.

    Args:
        opinion: What Checkov said.
        theirs: The evidence of it.
        ours: The pack's own evidence of the same graph.
    """
    fired = {result.control for result in theirs.results}
    own = _by_control_and_urn(ours)
    return SecondOpinion(
        tool="checkov",
        version=opinion.found.version,
        known_checks=len(opinion.found.checks),
        seen=len(opinion.plan.urns),
        not_covered=list(opinion.plan.not_covered),
        checks=[
            SecondCheck(
                id=record.id,
                title=record.title,
                relation=reconciled(record.id).relation,
                controls=list(reconciled(record.id).controls),
                reason=relation_text(reconciled(record.id)),
            )
            for record in theirs.controls
            if record.id in fired
        ],
        verdicts=[
            SecondVerdict(
                check=result.control,
                urn=result.urn,
                theirs=result.verdict,
                ours=_own_verdict(result.control, result.urn, own),
            )
            for result in theirs.results
        ],
    )


def _by_control_and_urn(evidence: Evidence) -> Mapping[tuple[str, str], Verdict]:
    return {(item.control, item.urn): Verdict(item.verdict) for item in evidence.results}


def _own_verdict(check: str, urn: str, own: Mapping[tuple[str, str], Verdict]) -> Verdict:
    """The worst verdict of the controls that the check is reconciled with."""
    names = reconciled(check).controls
    return worst(own[name, urn] for name in names if (name, urn) in own)
