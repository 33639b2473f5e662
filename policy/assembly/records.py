"""The records of a judgement, as the evidence document has them."""

from __future__ import annotations

from collections.abc import Mapping

from policy.control import Control
from policy.evaluation import Result
from policy.evidence import (
    ControlRecord,
    ExemptionRecord,
    InvokeRecord,
    ObservationRecord,
    ResourceRecord,
    ResultRecord,
    Source,
    Text,
)
from policy.exemptions import Applied
from policy.families import Family
from policy.frameworks import mappings_for
from policy.gate import Judgement
from policy.graph import Graph, Resource, SourcePosition
from policy.scrubbing import Scrubber
from policy.texts import control_words, japanese
from policy.verdict import Observation, Verdict


def bare_control_record(control: Control, judgement: Judgement) -> ControlRecord:
    """A control of which nothing is told but its name."""
    nothing = Text("", "")
    return ControlRecord(
        id=control.id,
        family=control.family,
        severity=control.severity,
        enforcement=judgement.config.level_of(control.id),
        title=control.title,
        title_ja=control.title,
        why=nothing,
        fix=nothing,
        severity_reason=nothing,
        not_covered=nothing,
        frameworks=[],
    )


def control_record(control: Control, judgement: Judgement) -> ControlRecord:
    """A control with its texts in both languages."""
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


def resource_record(resource: Resource, families: Mapping[Family, Verdict]) -> ResourceRecord:
    """A resource with the worst verdict of each family."""
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


def result_record(result: Result, scrubber: Scrubber) -> ResultRecord:
    """A result without secrets, and with its observations."""
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


def exemption_record(applied: Applied) -> ExemptionRecord:
    """What became of an exemption."""
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


def invoke_records(graph: Graph) -> list[InvokeRecord]:
    """The look-ups of the program."""
    return [
        InvokeRecord(
            token=item.token,
            arguments=list(item.arguments),
            answered=item.answered,
            source=_source(item.source),
        )
        for item in graph.invokes
    ]
