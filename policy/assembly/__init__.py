"""Turns a judgement into the evidence document that every sink reads."""

from __future__ import annotations

from typing import cast

from policy import provenance
from policy.assembly.records import (
    bare_control_record,
    control_record,
    exemption_record,
    invoke_records,
    resource_record,
    result_record,
)
from policy.assembly.run import RunFacts, run_of
from policy.evaluation import by_family
from policy.evidence import SCHEMA, Evidence
from policy.gate import OPEN, Judgement
from policy.scrubbing import Scrubber
from policy.topology import describe_topology
from policy.verdict import Verdict

__all__ = ["RunFacts", "assemble", "outline"]


def assemble(judgement: Judgement, facts: RunFacts) -> Evidence:
    """The evidence of a judgement, complete: every resource and every control appears."""
    graph = judgement.context.graph
    families = by_family(judgement.results)
    scrubber = Scrubber(graph)
    return Evidence(
        schema=SCHEMA,
        run=run_of(judgement, facts, provenance.origin_of(facts.directory)),
        controls=[control_record(item, judgement) for item in judgement.controls],
        resources=[resource_record(item, families.get(item.urn, {})) for item in graph.resources],
        results=[result_record(item, scrubber) for item in judgement.results],
        exemptions=[exemption_record(item) for item in judgement.exemptions],
        invokes=invoke_records(graph),
        problems=list(judgement.problems),
        topology=cast("dict[str, object]", scrubber.hide_in(describe_topology(graph))),
        summary={verdict.value: count for verdict, count in judgement.summary.items()},
        exit_code=int(judgement.exit_code),
    )


def outline(judgement: Judgement, facts: RunFacts) -> Evidence:
    """As much of the evidence as a terminal shows, in a tenth of the 0.1 s that all of it takes.

    Only results that are open or exempt are listed, and only their controls are described. Who ran
    the check from which commit, networks, data flows and exemptions are left out.
    """
    graph = judgement.context.graph
    told = [item for item in judgement.results if item.verdict in {*OPEN, Verdict.EXEMPT}]
    concerned = {item.control for item in told}
    scrubber = Scrubber(graph)
    return Evidence(
        schema=SCHEMA,
        run=run_of(judgement, facts, provenance.Origin()),
        controls=[
            control_record(item, judgement)
            if item.id in concerned
            else bare_control_record(item, judgement)
            for item in judgement.controls
        ],
        resources=[resource_record(item, {}) for item in graph.resources],
        results=[result_record(item, scrubber) for item in told],
        exemptions=[],
        invokes=invoke_records(graph),
        problems=list(judgement.problems),
        topology={},
        summary={verdict.value: count for verdict, count in judgement.summary.items()},
        exit_code=int(judgement.exit_code),
    )
