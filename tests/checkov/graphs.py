"""Graphs written by hand, and the programs of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policy.graph import Graph, Origin, Provenance, Resource, StandIn, Unknown
from policy.offline import Mode, ProgramRun, run_program

FIXTURES = Path(__file__).parent / "fixtures"
KEY = "aws:kms/key:Key"


def urn_of(token: str, name: str) -> str:
    return f"urn:pulumi:dev::shop::{token}::{name}"


def resource(
    token: str,
    name: str,
    properties: Mapping[str, object] | None = None,
    *,
    secrets: frozenset[str] = frozenset(),
) -> Resource:
    values = dict(properties or {})
    return Resource(
        urn=urn_of(token, name),
        type=token,
        name=name,
        properties=values,
        references={key: urns for key, value in values.items() if (urns := _origins(value))},
        secrets=secrets,
    )


def graph(*resources: Resource, stand_ins: Mapping[str, StandIn] | None = None) -> Graph:
    return Graph(resources=resources, project="shop", stack="dev", stand_ins=stand_ins or {})


def output(token: str, name: str, output: str | None = "arn", text: str | None = None) -> Unknown:
    return Unknown((Origin(urn_of(token, name), output),), Provenance.EXACT, text)


def fixture_graph(name: str, mode: Mode = Mode.SYMBOLIC) -> Graph:
    run = ProgramRun(
        directory=FIXTURES / name, mode=mode, configuration={"aws:region": "ap-northeast-1"}
    )
    return run_program(run).graph


def _origins(value: object) -> tuple[str, ...]:
    match value:
        case Unknown():
            return tuple(origin.urn for origin in value.origins)
        case dict():
            return tuple(urn for item in value.values() for urn in _origins(item))
        case list():
            return tuple(urn for item in value for urn in _origins(item))
    return ()
