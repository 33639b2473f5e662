"""Every example of every control: it passes or fails, and doubt never passes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from policy.control import Context, Control, Example, Scope
from policy.controls import CONTROLS
from policy.evaluation import Result, judge
from policy.examples import graph_of
from policy.graph import Graph, Resource, Unknown
from policy.settings import Settings
from policy.verdict import Verdict

PASSING = [
    pytest.param(control, example, id=f"{control.id}-{index}")
    for control in CONTROLS
    for index, example in enumerate(control.passing)
]
FAILING = [
    pytest.param(control, example, id=f"{control.id}-{index}")
    for control in CONTROLS
    for index, example in enumerate(control.failing)
]


@pytest.mark.parametrize(("control", "example"), PASSING)
def test_passing_example_passes(control: Control, example: Example) -> None:
    result = _judge(control, *graph_of(control, example))

    assert result.verdict is Verdict.PASS, result.reason


@pytest.mark.parametrize(("control", "example"), FAILING)
def test_failing_example_fails_and_leaves_no_doubt(control: Control, example: Example) -> None:
    result = _judge(control, *graph_of(control, example))

    assert result.verdict is Verdict.FAIL, result.reason
    seen = {observation.verdict for observation in result.observations}
    assert seen <= {Verdict.FAIL, Verdict.PASS}


@pytest.mark.parametrize(("control", "example"), FAILING)
def test_failing_example_with_any_value_unknown_never_passes(
    control: Control, example: Example
) -> None:
    graph, subject = graph_of(control, example)

    for clouded, changed in _clouded(graph, subject):
        verdict = _judge(control, clouded, clouded.by_urn[subject.urn]).verdict
        assert verdict in {Verdict.FAIL, Verdict.UNDETERMINED}, changed


@pytest.mark.parametrize(("control", "example"), [*PASSING, *FAILING])
def test_what_needs_others_waits_for_them(control: Control, example: Example) -> None:
    """Under the CLI a resource is first judged before the others are registered."""
    if control.scope is Scope.STACK:
        return
    graph, subject = graph_of(control, example)

    alone = _judge(control, replace(graph, resources=(subject,)), subject).verdict
    among_others = _judge(control, graph, subject).verdict
    assert alone is not Verdict.FAIL or among_others is Verdict.FAIL


def _judge(control: Control, graph: Graph, subject: Resource) -> Result:
    return judge(control, subject, Context(graph, Settings()))


def _clouded(graph: Graph, subject: Resource) -> Iterator[tuple[Graph, str]]:
    """The graph with one known value after the other unknown, the subject's and its neighbours'."""
    for resource in graph.resources:
        for path, properties in _with_one_unknown(resource.properties):
            others = (item for item in graph.resources if item.urn != resource.urn)
            changed = replace(resource, properties=properties)
            yield (
                replace(graph, resources=(changed, *others)),
                f"{resource.name} beside {subject.name}: {path}",
            )


def _with_one_unknown(
    properties: Mapping[str, object],
) -> Iterator[tuple[str, Mapping[str, object]]]:
    for key, value in properties.items():
        for path, variant in _variants(value, key):
            yield path, {**properties, key: variant}


def _variants(value: object, at: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Unknown):
        return
    yield at, Unknown()
    if isinstance(value, Mapping):
        yield from _with_one_unknown(value)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            for path, variant in _variants(item, f"{at}[{index}]"):
                yield path, [*value[:index], variant, *value[index + 1 :]]
