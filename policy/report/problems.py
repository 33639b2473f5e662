"""Sentences that fail the gate, in the language of the report as far as it knows them."""

from __future__ import annotations

from collections.abc import Iterator

from policy.evidence import Evidence
from policy.report.words import Words


def problem_sentences(evidence: Evidence, say: Words) -> Iterator[str]:
    """Every problem; those of exemptions are told from the register, others as they were found."""
    told = {item.problem: item for item in evidence.exemptions if item.status != "malformed"}
    for problem in evidence.problems:
        item = told.get(problem)
        if item is None:
            yield problem
        else:
            yield say(f"problem-{item.status}").format(item.id, item.expires_on)
