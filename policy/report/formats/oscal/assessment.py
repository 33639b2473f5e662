"""OSCAL assessment results: an observation a result, a finding a control, a risk a permission.

A control is satisfied when everything that was due passed. Exemptions and accepted deviations are
risks of status `deviation-approved` with their deadline; their findings stay `not-satisfied`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from policy.evidence import Evidence
from policy.report.formats.oscal.common import (
    Property,
    document_id,
    line,
    metadata,
    prop,
    requirement_props,
)
from policy.report.formats.oscal.results import (
    Definitions,
    Document,
    Item,
    Observation,
    ObservationLink,
    OscalFinding,
    Plan,
    Reference,
    Result,
    Results,
    Reviewed,
    RiskLink,
    Selected,
    Selection,
    target_of,
)
from policy.report.formats.oscal.risks import (
    deviation_findings,
    deviation_risks,
    exemption_risks,
)
from policy.report.index import Finding, stable_id
from policy.report.language import Language
from policy.report.page import Page, build_page
from policy.verdict import Verdict


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The assessment results of one run."""
    return render_page(build_page(evidence), language)


def render_page(page: Page, language: Language) -> bytes:
    """The assessment results of a page's run."""
    evidence = page.evidence
    document = Document(
        assessment_results=Results(
            uuid=document_id("assessment-results", evidence),
            metadata=metadata("Policy evidence before deployment", evidence),
            import_ap=Plan(
                href="oscal-component-definition.json",
                remarks="There is no assessment plan: every control of the component is assessed.",
            ),
            results=[_result(page, language)],
        )
    )
    return msgspec.json.format(msgspec.json.encode(document, order="deterministic")) + b"\n"


def _result(page: Page, language: Language) -> Result:
    run = page.evidence.run
    assessed = [item.id for item in page.evidence.controls if item.id in page.joined.by_control]
    silent = [*page.coverage.idle, *page.coverage.inapplicable, *page.coverage.disabled]
    return Result(
        uuid=document_id("result", page.evidence),
        title=line(f"{run.project}/{run.stack}"),
        description=f"{run.source} {run.mode}".strip(),
        start=run.started,
        end=run.finished,
        props=_facts(page),
        reviewed_controls=Reviewed(control_selections=[_selection(assessed)]),
        local_definitions=_inventory(page.evidence),
        observations=[_observation(item, page, language) for item in page.joined.findings],
        risks=[*exemption_risks(page), *deviation_risks(page, language)],
        findings=[*_findings(page, language), *deviation_findings(page, language)],
        remarks=f"No evidence for: {', '.join(item.id for item in silent)}" if silent else None,
    )


def _facts(page: Page) -> list[Property]:
    run = page.evidence.run
    facts = {
        "commit": run.commit,
        "pack-digest": run.pack_digest,
        "settings-digest": run.settings_digest,
        "evidence-sha256": page.digest,
        "exit-code": str(page.evidence.exit_code),
    }
    return [prop(name, value) for name, value in facts.items()]


def _selection(controls: Sequence[str]) -> Selection:
    if not controls:
        return Selection(include_all={})
    return Selection(include_controls=[Selected(control_id=item) for item in controls])


def _inventory(evidence: Evidence) -> Definitions | None:
    items = [
        Item(
            uuid=stable_id("resource", item.urn),
            description=line(item.name),
            props=[prop("urn", item.urn), prop("type", item.type)],
        )
        for item in evidence.resources
    ]
    return Definitions(inventory_items=items) if items else None


def _observation(finding: Finding, page: Page, language: Language) -> Observation:
    return Observation(
        uuid=finding.id,
        title=line(f"{finding.control.id}: {finding.resource.name}"),
        description=line(language.reason_of(finding.result)),
        props=[
            prop("verdict", finding.verdict.value),
            *(prop("found", f"{item.path}: {item.found}") for item in finding.result.observations),
        ],
        methods=["TEST"],
        types=["finding"],
        subjects=[
            Reference(
                subject_uuid=stable_id("resource", finding.resource.urn),
                type="inventory-item",
                title=line(finding.resource.name),
            )
        ],
        collected=page.evidence.run.finished,
    )


def _findings(page: Page, language: Language) -> Iterator[OscalFinding]:
    for control in page.coverage.fired:
        due = [
            item
            for item in page.joined.by_control[control.id]
            if item.verdict is not Verdict.NOT_APPLICABLE
        ]
        satisfied = all(item.verdict is Verdict.PASS for item in due)
        exemptions = sorted({item.result.exemption for item in due if item.result.exemption})
        yield OscalFinding(
            uuid=stable_id("control-finding", control.id),
            title=line(language.title_of(control)),
            description=line(language.text(control.why)),
            props=requirement_props(control),
            target=target_of(control.id, satisfied=satisfied),
            related_observations=[ObservationLink(observation_uuid=item.id) for item in due],
            related_risks=[
                RiskLink(risk_uuid=stable_id("exemption", name))
                for name in exemptions
                if name in page.joined.exemptions
            ],
        )
