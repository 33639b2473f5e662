"""What the CLI is told is what `check` says: one judgement, two ways to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from secrets import token_hex

import pytest

from policy.controls import CONTROLS
from policy.exemptions import ExemptionFile
from policy.gate import OPEN, judge_graph
from policy.graph import Graph, Origin, Provenance, Resource, Unknown
from policy.offline import Fixtures, Mode, ProgramRun, run_program
from policy.offline.fixtures import InvokeFixture
from policy.pack_config import PackConfig
from tests.crossguard.analyzer import running_pack

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def stack() -> Graph:
    # The CLI knows what a look-up answered; the password is made up here, so that no file has it.
    secret = json.dumps({"username": "ledger_owner", "password": token_hex(16)})
    answer = InvokeFixture(
        token="aws:secretsmanager/getSecretVersion:getSecretVersion",
        result={"secretString": secret},
    )
    wanted = ProgramRun(
        directory=ROOT, stack="dev", mode=Mode.PREVIEW, fixtures=Fixtures(invokes=(answer,))
    )
    return run_program(wanted).graph


def as_the_cli_sees_it(graph: Graph) -> Graph:
    """Without what the analyzer protocol does not carry."""
    hidden = {"retain_on_delete": None, "deleted_with": None}
    return replace(
        graph,
        resources=tuple(
            replace(item, options=replace(item.options, **hidden), source=None)  # type: ignore[arg-type]
            for item in graph.resources
        ),
    )


def weakened(value: object) -> object:
    """The opposite of every switch and half of every number."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value // 2
    if isinstance(value, Mapping):
        return {key: weakened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [weakened(item) for item in value]
    return value


def weak(resource: Resource) -> Resource:
    return replace(
        resource, properties={key: weakened(item) for key, item in resource.properties.items()}
    )


def obscured(resource: Resource) -> Resource:
    return replace(
        resource,
        properties={
            key: Unknown(
                tuple(Origin(urn) for urn in resource.references.get(key, ())), Provenance.EXACT
            )
            for key in resource.properties
        },
    )


@pytest.mark.parametrize(
    "change", [lambda item: item, weak, obscured], ids=["as-is", "weak", "obscured"]
)
def test_both_ways_name_the_same_control_and_resource_once(
    stack: Graph, change: Callable[[Resource], Resource]
) -> None:
    graph = as_the_cli_sees_it(
        replace(stack, resources=tuple(change(item) for item in stack.resources))
    )
    judgement = judge_graph(graph, CONTROLS, PackConfig(), ExemptionFile(), date(2026, 11, 24))
    offline = sorted((r.control, r.urn) for r in judgement.results if r.verdict in OPEN)

    with running_pack(graph) as pack:
        pack.configure({})
        told = pack.judge(graph)

    assert sorted((item.policy, item.urn) for item in told) == offline
