"""Examples of controls as graphs, so that a control can be tried on them as on a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policy.control import ANY, ANY_AWS, Control, Example, Ref
from policy.graph import Graph, Options, Origin, Provenance, Resource, Unknown

STACK = "dev"
PROJECT = "example"
REGION = "ap-northeast-1"

_ANYTHING = "aws:sqs/queue:Queue"


def graph_of(control: Control, example: Example) -> tuple[Graph, Resource]:
    """The graph of an example, and the resource in it that the control is to judge."""
    token = example.type or _first_type(control)
    urns = {example.name: urn_of(token, example.name)}
    urns |= {other.name: urn_of(other.type, other.name) for other in example.others}
    options = Options(**example.options)  # type: ignore[arg-type]  # named like the fields
    subject = replace(_resource(token, example.name, example.properties, urns), options=options)
    others = tuple(
        _resource(other.type, other.name, other.properties, urns) for other in example.others
    )
    graph = Graph(
        resources=(subject, *others),
        project=PROJECT,
        stack=STACK,
        configuration={"aws:region": REGION, **example.configuration},
    )
    return graph, subject


def urn_of(token: str, name: str) -> str:
    """The URN of an example's resource."""
    return f"urn:pulumi:{STACK}::{PROJECT}::{token}::{name}"


def _first_type(control: Control) -> str:
    first = control.applies_to[0]
    return _ANYTHING if first in {ANY, ANY_AWS} else first


def _resource(
    token: str, name: str, properties: Mapping[str, object], urns: Mapping[str, str]
) -> Resource:
    return Resource(
        urn=urn_of(token, name),
        type=token,
        name=name,
        properties={key: _value(value, urns) for key, value in properties.items()},
        references={
            key: tuple(sorted({urns[ref.name] for ref in _refs(value)}))
            for key, value in properties.items()
            if any(_refs(value))
        },
    )


def _value(value: object, urns: Mapping[str, str]) -> object:
    if isinstance(value, Ref):
        return Unknown((Origin(urns[value.name], value.output),), Provenance.EXACT)
    if isinstance(value, Mapping):
        return {key: _value(item, urns) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item, urns) for item in value]
    return value


def _refs(value: object) -> Iterator[Ref]:
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _refs(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _refs(item)
