"""How rows are read: paths, conditions on neighbours, and what absence means."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.catalog.paths import sibling, value_at
from policy.catalog.rows import Absence, Row, all_rows
from policy.control import Context
from policy.demands.judging import judge_row
from policy.graph import ABSENT, Graph, Unknown
from policy.settings import Settings
from policy.verdict import Verdict
from tests.catalog.graphs import resource

TOKEN = "aws:lb/listener:Listener"


def row(path: str, expectation: str = "true", **columns: str) -> Row:
    given_columns = {"argument": "", "absence": "fail", "when": "", **columns}
    return Row(
        TOKEN,
        path,
        expectation,
        given_columns["argument"],
        Absence(given_columns["absence"]),
        given_columns["when"],
        "a-control",
        "sdk",
    )


def outcome(judged: Row, **properties: object) -> list[tuple[str, str]]:
    subject = resource(TOKEN, **properties)
    context = Context(Graph(resources=(subject,)), Settings())
    return [(item.path, item.verdict.value) for item in judge_row(judged, subject, context)]


class TestAbsence:
    @pytest.mark.parametrize(
        ("absence", "expected"),
        [
            ("pass", [("a", "pass")]),
            ("fail", [("a", "fail")]),
            ("undetermined", [("a", "undetermined")]),
            ("not_applicable", []),
        ],
    )
    def test_at_the_top(self, absence: str, expected: list[tuple[str, str]]) -> None:
        assert outcome(row("a", absence=absence)) == expected
        assert outcome(row("a", absence=absence), a=None) == expected

    @pytest.mark.parametrize(
        ("properties", "expected"),
        [
            ({}, []),
            ({"block": {}}, [("block.a", "fail")]),
            ({"block": {"a": True}}, [("block.a", "pass")]),
            ({"block": Unknown()}, [("block", "undetermined")]),
        ],
    )
    def test_in_a_block(self, properties: dict[str, object], expected: object) -> None:
        assert outcome(row("block.a", absence="fail_in_block"), **properties) == expected

    @pytest.mark.parametrize(
        ("items", "expected"),
        [
            (None, []),
            ([], []),
            ([{}], [("list[0].a", "fail")]),
            ([{"a": True}, {}], [("list[0].a", "pass"), ("list[1].a", "fail")]),
        ],
    )
    def test_in_items_of_a_list(self, items: object, expected: object) -> None:
        assert outcome(row("list[].a", absence="fail_in_block"), list=items) == expected

    def test_a_missing_list_fails_where_the_row_says_so(self) -> None:
        assert [verdict for _, verdict in outcome(row("list[].a"), list=[])] == ["fail"]


class TestConditions:
    @pytest.mark.parametrize(
        ("when", "kind", "expected"),
        [
            ("kind=x|y", "x", [("a", "fail")]),
            ("kind=x|y", "z", []),
            ("kind!=x", "x", []),
            ("kind!=x", None, [("a", "fail")]),
            ("kind=-|x", None, [("a", "fail")]),
            ("kind!=-", None, []),
            ("kind=true", True, [("a", "fail")]),
            ("kind=x", Unknown(), [("a", "undetermined")]),
            ("kind=x;other=-", "x", [("a", "fail")]),
            ("kind=x;other!=-", "x", []),
        ],
    )
    def test_conditions(self, when: str, kind: object, expected: object) -> None:
        assert outcome(row("a", when=when), a=False, kind=kind) == expected

    def test_a_pass_does_not_depend_on_an_unknown_condition(self) -> None:
        assert outcome(row("a", when="kind=x"), a=True, kind=Unknown()) == [("a", "pass")]

    def test_conditions_look_at_the_same_item_of_a_list(self) -> None:
        judged = row("items[].value", when="items[].name=tls", absence="fail_in_block")
        items = [{"name": "tls", "value": False}, {"name": "port", "value": False}]

        assert outcome(judged, items=items) == [("items[0].value", "fail")]


@pytest.mark.parametrize(
    ("logs", "expected"),
    [
        ({"s3": {"enabled": True}, "firehose": {"enabled": False}}, "pass"),
        ({"s3": {"enabled": False}}, "fail"),
        ({}, "fail"),
        (None, "fail"),
        ({"s3": {"enabled": Unknown()}}, "undetermined"),
        (Unknown(), "undetermined"),
    ],
)
def test_one_switch_of_several_suffices(logs: object, expected: str) -> None:
    judged = row("logs", "any_true", argument="logs.s3.enabled|logs.firehose.enabled")

    assert outcome(judged, logs=logs) == [("logs", expected)]


@pytest.mark.parametrize(
    ("path", "concrete", "other", "expected"),
    [
        ("a[].b", "a[2].b", "a[].c", "a[2].c"),
        ("a[].b[].c", "a[1].b[3].c", "a[].d", "a[1].d"),
        ("a[].b[].c", "a[1].b[3].c", "a[].b[].d", "a[1].b[3].d"),
        ("a.b", "a.b", "c", "c"),
        ("protocol", "protocol", "actions[].type", "actions[0].type"),
    ],
)
def test_siblings(path: str, concrete: str, other: str, expected: str) -> None:
    assert sibling(path, concrete, other) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.b", 1),
        ("list[1].b", 3),
        ("list[9].b", ABSENT),
        ("single.b", 2),
        ("single[0].b", 2),
        ("a.none", ABSENT),
        ("a.b.c", ABSENT),
        ("unknown.b", Unknown()),
    ],
)
def test_values_at_concrete_paths(path: str, expected: object) -> None:
    properties = {
        "a": {"b": 1, "none": None},
        "list": [{"b": 2}, {"b": 3}],
        "single": [{"b": 2}],
        "unknown": Unknown(),
    }

    assert value_at(properties, path) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(Unknown()),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(data=st.data())
def test_no_value_whatever_breaks_a_row(data: st.DataObject) -> None:
    judged = data.draw(st.sampled_from(all_rows()))
    subject = resource(judged.token, **_nested(judged.path, data.draw(JSON)))
    context = Context(Graph(resources=(subject,)), Settings())

    for observation in judge_row(judged, subject, context):
        assert isinstance(observation.verdict, Verdict)


@given(data=st.data())
def test_a_value_from_nowhere_never_passes(data: st.DataObject) -> None:
    judged = data.draw(st.sampled_from([item for item in all_rows() if item.path]))
    depth = data.draw(st.integers(0, judged.path.count(".")))
    path = ".".join(judged.path.split(".")[: depth + 1])
    subject = resource(judged.token, **_nested(path, Unknown()))
    context = Context(Graph(resources=(subject,)), Settings())

    verdicts = {item.verdict for item in judge_row(judged, subject, context)}
    if judged.expectation != "present":
        assert Verdict.PASS not in verdicts


def _nested(path: str, value: object) -> Mapping[str, object]:
    """Properties with a value at a path: objects and one-item lists around it."""
    for step in reversed(path.split(".") if path else []):
        name = step.replace("[]", "").replace("{}", "")
        value = {name: {"key": value} if "{}" in step else [value] if "[]" in step else value}
    return value if isinstance(value, Mapping) else {}
