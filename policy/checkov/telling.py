"""Checkov's opinion as evidence: a document of its own, or a part of the pack's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from policy.assembly import RunFacts, assemble
from policy.checkov.asking import Opinion
from policy.checkov.comparison import compare
from policy.checkov.conversion import Plan
from policy.checkov.judgement import checkov_judgement
from policy.checkov.words import tell_checks
from policy.control import Context
from policy.evidence import Evidence
from policy.exemptions import ExemptionFile

_NAMED: Final = 5


def own_document(
    opinion: Opinion,
    ours: Evidence,
    context: Context,
    facts: RunFacts,
    exemptions: ExemptionFile,
) -> Evidence:
    """Evidence whose controls are Checkov's checks, for the formats that `check` has.

    Args:
        opinion: What Checkov said.
        ours: The pack's evidence of the same run, for its words.
        context: What was judged.
        facts: What only the caller knows.
        exemptions: Permissions for single checks of Checkov's.
    """
    judgement = checkov_judgement(opinion, context, exemptions, facts.started.date())
    evidence = tell_checks(assemble(judgement, facts), ours)
    run = msgspec.structs.replace(
        evidence.run,
        versions={**evidence.run.versions, "checkov": opinion.found.version},
        notes=[*evidence.run.notes, *_notes(opinion.plan)],
    )
    return msgspec.structs.replace(evidence, run=run)


def with_second_opinion(
    opinion: Opinion, ours: Evidence, context: Context, facts: RunFacts
) -> Evidence:
    """The pack's evidence with Checkov's verdicts beside its own, which they do not change."""
    theirs = own_document(opinion, ours, context, facts, ExemptionFile())
    return msgspec.structs.replace(ours, second_opinion=compare(opinion, theirs, ours))


def _notes(plan: Plan) -> Iterator[str]:
    if plan.not_covered:
        yield (
            f"not covered: {len(plan.not_covered)} resources are of types without a Terraform name,"
            f" so Checkov was not asked about them"
            f" ({_some([urn.rpartition('::')[2] for urn in plan.not_covered])})"
        )
    if plan.guessed:
        yield (
            f"not covered: {len(plan.guessed)} properties have no certain Terraform name, so"
            f" Checkov may not have seen them ({_some(plan.guessed)})"
        )
    if not plan.urns:
        yield "not covered: the program has no resource of a type that Checkov knows"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
