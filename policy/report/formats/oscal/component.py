"""OSCAL component definition: the pack's controls by framework and requirement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from policy.evidence import ControlRecord, Evidence
from policy.frameworks import Framework, frameworks, requirement_of
from policy.report.formats.oscal.common import (
    Metadata,
    Property,
    Wire,
    document_id,
    line,
    metadata,
    prop,
    requirement_id,
)
from policy.report.index import stable_id
from policy.report.language import Language


class _Requirement(Wire, frozen=True, kw_only=True):
    uuid: str
    control_id: str
    description: str
    props: list[Property]


class _Implementation(Wire, frozen=True, kw_only=True):
    uuid: str
    source: str
    description: str
    implemented_requirements: list[_Requirement]


class _Component(Wire, frozen=True, kw_only=True):
    uuid: str
    type: str
    title: str
    description: str
    props: list[Property]
    control_implementations: list[_Implementation] = msgspec.field(default_factory=list)


class _Resource(Wire, frozen=True, kw_only=True):
    uuid: str
    title: str
    description: str


class _BackMatter(Wire, frozen=True, kw_only=True):
    resources: list[_Resource]


class _Definition(Wire, frozen=True, kw_only=True):
    uuid: str
    metadata: Metadata
    components: list[_Component]
    back_matter: _BackMatter


class _Document(Wire, frozen=True, kw_only=True):
    component_definition: _Definition


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The component definition of the pack that made the evidence."""
    definition = _Definition(
        uuid=document_id("component-definition", evidence),
        metadata=metadata("Transaction monitoring policy pack", evidence),
        components=[_component(evidence, language)],
        back_matter=_BackMatter(
            resources=[
                _Resource(
                    uuid=_source_id(framework),
                    title=line(f"{language.text(framework.name)} {framework.edition}"),
                    description=language.text(framework.note),
                )
                for framework in frameworks().values()
            ]
        ),
    )
    document = _Document(component_definition=definition)
    return msgspec.json.format(msgspec.json.encode(document, order="deterministic")) + b"\n"


def _component(evidence: Evidence, language: Language) -> _Component:
    return _Component(
        uuid=stable_id("component", "policy-pack"),
        type="validation",
        title="Transaction monitoring policy pack",
        description="Controls that a Pulumi AWS program must satisfy before it is deployed.",
        props=[prop("pack-digest", evidence.run.pack_digest)],
        control_implementations=[
            _Implementation(
                uuid=stable_id("implementation", framework.id),
                source=f"#{_source_id(framework)}",
                description=line(language.text(framework.note)),
                implemented_requirements=requirements,
            )
            for framework in frameworks().values()
            if (requirements := _requirements(framework, evidence, language))
        ],
    )


def _requirements(
    framework: Framework, evidence: Evidence, language: Language
) -> list[_Requirement]:
    return [
        _Requirement(
            uuid=stable_id("requirement", framework.id, requirement),
            control_id=requirement_id(framework.id, requirement),
            description=line(language.text(requirement_of(framework.id, requirement).words)),
            props=[
                prop("number", requirement),
                *(prop("rule-id", control.id, relationship) for control, relationship in mapped),
            ],
        )
        for requirement, mapped in sorted(_mapped(framework, evidence).items())
    ]


def _mapped(
    framework: Framework, evidence: Evidence
) -> Mapping[str, Sequence[tuple[ControlRecord, str]]]:
    mapped: defaultdict[str, list[tuple[ControlRecord, str]]] = defaultdict(list)
    for control in evidence.controls:
        for item in control.frameworks:
            if item.framework == framework.id:
                mapped[item.requirement].append((control, item.relationship))
    return mapped


def _source_id(framework: Framework) -> str:
    return stable_id("framework", framework.id, framework.edition)
