"""Turns a judgement into the evidence document that every sink reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from policy import provenance
from policy.control import Control
from policy.evaluation import Result, by_family
from policy.evidence import (
    SCHEMA,
    ControlRecord,
    Evidence,
    ExemptionRecord,
    InvokeRecord,
    ObservationRecord,
    ResourceRecord,
    ResultRecord,
    Run,
    Source,
    Text,
)
from policy.exemptions import Applied
from policy.families import Family
from policy.frameworks import mappings_for
from policy.gate import Judgement
from policy.graph import Graph, Resource, SourcePosition
from policy.scrubbing import Scrubber
from policy.settings import Settings, wire_name
from policy.texts import control_words, japanese
from policy.topology import describe_topology
from policy.verdict import Observation, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What only the caller knows about a run.

    Attributes:
        started: When judging began.
        source: `offline`, `crossguard`, `state` or `preview`.
        mode: `symbolic`, `preview`, `update`, or empty.
        directory: Whose version control tells the commit.
        notes: Limits of this very run.
    """

    started: datetime
    source: str
    mode: str
    directory: Path
    notes: tuple[str, ...] = ()


def assemble(
    judgement: Judgement, facts: RunFacts, listed: Collection[Verdict] = tuple(Verdict)
) -> Evidence:
    """The evidence of a judgement, complete: every resource and every control appears.

    Results of verdicts that are not `listed` are counted only, for a reader who never sees them.
    """
    graph = judgement.context.graph
    families = by_family(judgement.results)
    scrubber = Scrubber(graph)
    return Evidence(
        schema=SCHEMA,
        run=_run(judgement, facts),
        controls=[_control(item, judgement) for item in judgement.controls],
        resources=[_resource(item, families.get(item.urn, {})) for item in graph.resources],
        results=[_result(item, scrubber) for item in judgement.results if item.verdict in listed],
        exemptions=[_exemption(item) for item in judgement.exemptions],
        invokes=_invokes(graph),
        problems=list(judgement.problems),
        topology=cast("dict[str, object]", scrubber.hide_in(describe_topology(graph))),
        summary={verdict.value: count for verdict, count in judgement.summary.items()},
        exit_code=int(judgement.exit_code),
    )


def _run(judgement: Judgement, facts: RunFacts) -> Run:
    graph, settings = judgement.context.graph, _settings(judgement.context.settings)
    commit = provenance.commit_of(facts.directory)
    canonical = json.dumps(settings, sort_keys=True, ensure_ascii=False).encode()
    return Run(
        started=provenance.timestamp(facts.started),
        finished=provenance.timestamp(provenance.now()),
        source=facts.source,
        mode=facts.mode,
        project=graph.project,
        stack=graph.stack,
        region=graph.configuration.get("aws:region", ""),
        account=judgement.context.account,
        commit=commit.id,
        dirty=commit.dirty,
        repository=commit.repository,
        operator=provenance.operator(),
        ci_url=provenance.ci_url(),
        versions=provenance.versions(),
        pack_digest=provenance.pack_digest(),
        settings=settings,
        settings_digest=hashlib.sha256(canonical).hexdigest(),
        notes=list(facts.notes),
    )


def _settings(settings: Settings) -> dict[str, object]:
    return {
        wire_name(name): list(value) if isinstance(value, tuple) else value
        for name, value in asdict(settings).items()
    }


def _control(control: Control, judgement: Judgement) -> ControlRecord:
    words, translated = control.words, control_words(control.family, control.id)
    return ControlRecord(
        id=control.id,
        family=control.family,
        severity=control.severity,
        enforcement=judgement.config.level_of(control.id),
        title=control.title,
        title_ja=translated.get("title", control.title),
        why=_text(words.why, translated.get("why")),
        fix=_text(words.fix, translated.get("fix")),
        severity_reason=_text(words.severity_reason, translated.get("severity")),
        not_covered=_text(words.not_covered, translated.get("not_covered")),
        frameworks=list(mappings_for(control.id, control.family)),
    )


def _text(english: str, translated: str | None) -> Text:
    return Text(english, translated or english)


def _resource(resource: Resource, families: Mapping[Family, Verdict]) -> ResourceRecord:
    return ResourceRecord(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        source=_source(resource.source),
        families={
            family.value: families.get(family, Verdict.NOT_APPLICABLE).value for family in Family
        },
    )


def _source(position: SourcePosition | None) -> Source | None:
    return Source(position.file, position.line) if position else None


def _result(result: Result, scrubber: Scrubber) -> ResultRecord:
    reason = result.reason
    return ResultRecord(
        control=result.control,
        family=result.family,
        urn=result.urn,
        verdict=result.verdict,
        reason=scrubber.hide(str(reason), result.urn),
        reason_ja=scrubber.hide(japanese(reason), result.urn),
        observations=[_observation(item, result.urn, scrubber) for item in result.observations],
        exemption=result.exemption,
    )


def _observation(observation: Observation, urn: str, scrubber: Scrubber) -> ObservationRecord:
    return ObservationRecord(
        path=scrubber.hide(observation.path, urn),
        verdict=observation.verdict,
        expected=scrubber.hide(str(observation.expected), urn),
        expected_ja=scrubber.hide(japanese(observation.expected), urn),
        found=scrubber.hide(str(observation.found), urn),
        found_ja=scrubber.hide(japanese(observation.found), urn),
    )


def _exemption(applied: Applied) -> ExemptionRecord:
    item = applied.exemption
    return ExemptionRecord(
        id=item.id,
        control=item.control,
        resources=list(item.resources),
        reason=item.reason,
        owner=item.owner,
        approver=item.approver,
        approved_on=item.approved_on.isoformat(),
        expires_on=item.expires_on.isoformat(),
        ticket=item.ticket,
        status=applied.status,
        matched=applied.matched,
        problem=applied.problem,
    )


def _invokes(graph: Graph) -> list[InvokeRecord]:
    return [
        InvokeRecord(
            token=item.token,
            arguments=list(item.arguments),
            answered=item.answered,
            source=_source(item.source),
        )
        for item in graph.invokes
    ]
