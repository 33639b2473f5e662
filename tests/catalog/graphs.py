"""Small graphs for trying controls on, the way a source would deliver them."""

from collections.abc import Mapping
from dataclasses import replace

from policy.control import Context
from policy.controls import CONTROLS
from policy.evaluation import Result, judge
from policy.graph import Graph, Options, Origin, Provenance, Resource, StandIn, Unknown
from policy.settings import Settings

CONFIGURATION = {"aws:region": "ap-northeast-1"}
CONTROLS_BY_ID = {control.id: control for control in CONTROLS}


def resource(token: str, logical_name: str = "subject", /, **properties: object) -> Resource:
    return Resource(
        urn=urn(token, logical_name), type=token, name=logical_name, properties=properties
    )


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::example::{token}::{name}"


def output(source: Resource, name: str = "arn", text: str | None = None) -> Unknown:
    """A value that is computed from one output of another resource and nothing else."""
    return Unknown((Origin(source.urn, name),), Provenance.EXACT, text)


def referring(subject: Resource, **references: Resource) -> Resource:
    """The resource with references from its properties to other resources."""
    return replace(subject, references={key: (item.urn,) for key, item in references.items()})


def with_options(subject: Resource, **options: object) -> Resource:
    return replace(subject, options=Options(**options))  # type: ignore[arg-type]


def verdict(control: str, subject: Resource, *others: Resource, **rest: object) -> str:
    return judged(control, subject, *others, **rest).verdict.value  # type: ignore[arg-type]


def judged(
    control: str,
    subject: Resource,
    *others: Resource,
    settings: Settings | None = None,
    configuration: Mapping[str, str] = CONFIGURATION,
    stand_ins: Mapping[str, StandIn] | None = None,
    root: str | None = None,
) -> Result:
    """What one control says of the first resource among the others."""
    graph = Graph(
        resources=(subject, *others),
        project="example",
        stack="dev",
        configuration=configuration,
        stand_ins=stand_ins or {},
        root=root,
    )
    return judge(CONTROLS_BY_ID[control], subject, Context(graph, settings or Settings()))
