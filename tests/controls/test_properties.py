"""What holds for every control on every input whatever."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.control import ANY, ANY_AWS, Context, Control, Example, Other
from policy.controls import CONTROLS
from policy.evaluation import Result, evaluate, judge
from policy.examples import graph_of
from policy.graph import Graph, Origin, Provenance, Resource, Unknown
from policy.settings import Settings
from policy.verdict import Verdict

EXAMPLES = [
    (control, example) for control in CONTROLS for example in (*control.passing, *control.failing)
]
TYPES = sorted(
    {token for control in CONTROLS for token in control.applies_to if token not in {ANY, ANY_AWS}}
    | {other.type for _, example in EXAMPLES for other in example.others}
)
RELAXED = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def fragments() -> Iterator[object]:
    """Every part of every example, so that random inputs get deep into the checks."""
    for _, example in EXAMPLES:
        for properties in (example.properties, *(other.properties for other in example.others)):
            yield from parts(properties)


def parts(value: object) -> Iterator[object]:
    yield value
    inner = value.values() if isinstance(value, Mapping) else value
    for item in inner if isinstance(value, list | tuple | Mapping) else ():
        yield from parts(item)


PIECES = [item for item in fragments() if isinstance(item, str | bool | int)]
NAMES = sorted({name for item in fragments() if isinstance(item, Mapping) for name in item if name})
URNS = [f"urn:pulumi:dev::p::{token}::r{index}" for token in TYPES for index in range(2)]


def any_of(items: Sequence[object]) -> st.SearchStrategy[object]:
    """One of many items, without an enormous `repr` of the strategy."""
    return st.integers(0, len(items) - 1).map(lambda index: items[index])


unknowns = st.builds(
    Unknown,
    st.lists(st.builds(Origin, any_of(URNS)), max_size=3).map(tuple),
    st.sampled_from(Provenance),
    st.none() | any_of(PIECES).map(str),
)
values = st.recursive(
    st.none()
    | any_of(PIECES)
    | unknowns
    | st.integers(-2, 10**6)
    | st.floats(allow_nan=False)
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_of(NAMES), inner, max_size=4),
    max_leaves=12,
)
resources = st.builds(
    lambda token, index, properties: Resource(
        urn=f"urn:pulumi:dev::p::{token}::r{index}",
        type=token,
        name=f"r{index}",
        properties=properties,
        references={
            name: tuple(sorted({origin.urn for origin in value.origins}))
            for name, value in properties.items()
            if isinstance(value, Unknown)
        },
    ),
    any_of(TYPES),
    st.integers(0, 1),
    st.dictionaries(any_of(NAMES), values, max_size=8),
)
graphs = st.lists(resources, min_size=1, max_size=8, unique_by=lambda item: item.urn).map(
    lambda items: Graph(resources=tuple(items), project="p", stack="dev")
)


def judged(graph: Graph) -> tuple[Result, ...]:
    return evaluate(Context(graph, Settings()), CONTROLS)


@RELAXED
@given(graphs)
def test_no_input_crashes_a_check(graph: Graph) -> None:
    crashed = [(item.control, str(item.reason)) for item in judged(graph)]

    assert [item for item in crashed if "the check failed" in item[1]] == []


@RELAXED
@given(graphs)
def test_an_unknown_passes_only_by_reference(graph: Graph) -> None:
    for item in judged(graph):
        subject = graph.by_urn[item.urn]
        for observation in item.observations:
            value = value_at(subject.properties, observation.path)
            if observation.verdict is Verdict.PASS and isinstance(value, Unknown):
                assert value.origins or value.text, (item.control, observation.path)


@RELAXED
@given(graphs, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_a_result(
    graph: Graph, shuffle: random.Random
) -> None:
    shuffled = list(graph.resources)
    shuffle.shuffle(shuffled)

    again = judged(Graph(resources=tuple(shuffled), project="p", stack="dev"))
    assert again == judged(graph)


ODD: tuple[object, ...] = (
    None,
    False,
    -1,
    3.5,
    10**9,
    "",
    "arn:aws:sqs:::x",
    "{",
    "[]",
    [],
    {},
    [[]],
    [{}],
    [None],
    ["a", 1, Unknown()],
    {"x": []},
    {"Statement": [{}]},
    Unknown(),
    Unknown(text="{}"),
    "-5",
    "1e400",
)


@pytest.mark.parametrize("control", CONTROLS, ids=[control.id for control in CONTROLS])
def test_no_odd_value_anywhere_in_an_example_crashes_the_check(control: Control) -> None:
    for example in (*control.passing, *control.failing):
        graph, subject = graph_of(control, example)
        for changed in with_odd_values(graph):
            result = judge(control, changed.by_urn[subject.urn], Context(changed, Settings()))
            assert result.verdict is not Verdict.ERROR, (str(result.reason), changed)


def with_odd_values(graph: Graph) -> Iterator[Graph]:
    """The graph with each value of each resource, in turn, replaced by each odd one."""
    for resource in graph.resources:
        others = tuple(item for item in graph.resources if item.urn != resource.urn)
        for name, value in resource.properties.items():
            for odd in variants(value):
                changed = replace(resource, properties={**resource.properties, name: odd})
                yield replace(graph, resources=(changed, *others))


def variants(value: object) -> Iterator[object]:
    yield from ODD
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from ({**value, key: odd} for odd in variants(item))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in variants(item))


def test_examples_of_all_controls_stand_side_by_side_without_a_crash() -> None:
    for control, example in EXAMPLES:
        graph, _ = graph_of(control, example)
        assert [item for item in judged(graph) if item.verdict is Verdict.ERROR] == []


def test_a_resource_type_that_nobody_knows_is_judged_without_a_crash() -> None:
    odd = Example({"name": Unknown()}, "aws:new/thing:Thing", others=(Other("x", "odd:type:T"),))
    graph, _ = graph_of(CONTROLS[0], odd)

    assert [item for item in judged(graph) if item.verdict is Verdict.ERROR] == []


def value_at(properties: Mapping[str, object], path: str) -> object:
    """The value at a concrete path such as `rules[0].port`, or the unknown that hides it."""
    value: object = properties
    for step in filter(None, path.replace("[", ".").replace("]", "").split(".")):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return value
    return value


def test_value_at_follows_concrete_paths() -> None:
    tree = {"a": [{"b": 1}], "c": Unknown()}

    assert value_at(tree, "a[0].b") == 1
    assert value_at(tree, "c.d") == Unknown()
