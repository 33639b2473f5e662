"""OSCAL's objects of an assessment's results, as far as we have something to put into them."""

from __future__ import annotations

import msgspec

from policy.report.formats.oscal.common import Metadata, Property, Wire


class Reference(Wire, frozen=True, kw_only=True):
    """What was looked at."""

    subject_uuid: str
    type: str
    title: str


class Observation(Wire, frozen=True, kw_only=True):
    """What one check saw on one resource."""

    uuid: str
    title: str
    description: str
    props: list[Property]
    methods: list[str]
    types: list[str]
    subjects: list[Reference]
    collected: str


class ObservationLink(Wire, frozen=True, kw_only=True):
    """Points to an observation."""

    observation_uuid: str


class RiskLink(Wire, frozen=True, kw_only=True):
    """Points to a risk."""

    risk_uuid: str


class Status(Wire, frozen=True, kw_only=True):
    """Whether an objective is satisfied, and why."""

    state: str
    reason: str


class Target(Wire, frozen=True, kw_only=True):
    """The objective that a finding is about."""

    type: str
    target_id: str
    status: Status


class OscalFinding(Wire, frozen=True, kw_only=True):
    """What follows from observations for one control."""

    uuid: str
    title: str
    description: str
    target: Target
    props: list[Property] = msgspec.field(default_factory=list)
    related_observations: list[ObservationLink] = msgspec.field(default_factory=list)
    related_risks: list[RiskLink] = msgspec.field(default_factory=list)


class Factor(Wire, frozen=True, kw_only=True):
    """What makes up for a risk in part."""

    uuid: str
    description: str


class Risk(Wire, frozen=True, kw_only=True):
    """A requirement that is broken with or without permission."""

    uuid: str
    title: str
    description: str
    statement: str
    status: str
    deadline: str
    props: list[Property] = msgspec.field(default_factory=list)
    mitigating_factors: list[Factor] = msgspec.field(default_factory=list)


class Item(Wire, frozen=True, kw_only=True):
    """A resource of the program."""

    uuid: str
    description: str
    props: list[Property]


class Definitions(Wire, frozen=True, kw_only=True):
    """What only this result knows."""

    inventory_items: list[Item] = msgspec.field(default_factory=list)


class Selected(Wire, frozen=True, kw_only=True):
    """One control."""

    control_id: str


class Selection(Wire, frozen=True, kw_only=True):
    """The controls that were assessed."""

    include_controls: list[Selected] = msgspec.field(default_factory=list)
    include_all: dict[str, str] | None = None


class Reviewed(Wire, frozen=True, kw_only=True):
    """All selections."""

    control_selections: list[Selection]


class Result(Wire, frozen=True, kw_only=True):
    """One run."""

    uuid: str
    title: str
    description: str
    start: str
    end: str
    props: list[Property]
    reviewed_controls: Reviewed
    local_definitions: Definitions | None = None
    observations: list[Observation] = msgspec.field(default_factory=list)
    risks: list[Risk] = msgspec.field(default_factory=list)
    findings: list[OscalFinding] = msgspec.field(default_factory=list)
    remarks: str | None = None


class Plan(Wire, frozen=True, kw_only=True):
    """What the assessment followed."""

    href: str
    remarks: str


class Results(Wire, frozen=True, kw_only=True):
    """The document's body."""

    uuid: str
    metadata: Metadata
    import_ap: Plan
    results: list[Result]


class Document(Wire, frozen=True, kw_only=True):
    """The document."""

    assessment_results: Results


def target_of(control: str, *, satisfied: bool) -> Target:
    """An objective with its outcome."""
    status = Status(
        state="satisfied" if satisfied else "not-satisfied",
        reason="pass" if satisfied else "fail",
    )
    return Target(type="objective-id", target_id=control, status=status)
