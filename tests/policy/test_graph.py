"""Reading property trees in three states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.graph import ABSENT, Graph, Origin, Provenance, Reading, Resource, Unknown

UNKNOWN = Unknown((Origin("urn:key", "arn"),), Provenance.EXACT)


def resource(properties: dict[str, object], **others: object) -> Resource:
    return Resource(  # type: ignore[arg-type]
        urn="urn:it", type="aws:sqs/queue:Queue", name="it", properties=properties, **others
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("flat", [Reading("flat", 1)]),
        ("gone", [Reading("gone", ABSENT)]),
        ("null", [Reading("null", ABSENT)]),
        ("block.inner", [Reading("block.inner", "x")]),
        ("block.gone", [Reading("block.gone", ABSENT)]),
        ("gone.inner", [Reading("gone.inner", ABSENT)]),
        ("list[].port", [Reading("list[0].port", 1), Reading("list[1].port", 2)]),
        ("list.port", [Reading("list[0].port", 1), Reading("list[1].port", 2)]),
        ("empty[].port", [Reading("empty[].port", ABSENT)]),
        ("gone[].port", [Reading("gone[].port", ABSENT)]),
        ("texts[]", [Reading("texts[0]", "a"), Reading("texts[1]", "b")]),
        ("block[].inner", [Reading("block.inner", "x")]),
        ("map{}", [Reading("map.a", 1), Reading("map.b", 2)]),
        ("unknown.deep[].x", [Reading("unknown", UNKNOWN)]),
        ("mixed[].x", [Reading("mixed[0]", UNKNOWN), Reading("mixed[1].x", 1)]),
    ],
)
def test_a_path_reads_every_value_or_says_that_there_is_none(
    path: str, expected: list[Reading]
) -> None:
    it = resource(
        {
            "flat": 1,
            "null": None,
            "block": {"inner": "x"},
            "list": [{"port": 1}, {"port": 2}],
            "empty": [],
            "texts": ["a", "b"],
            "map": {"a": 1, "b": 2},
            "unknown": UNKNOWN,
            "mixed": [UNKNOWN, {"x": 1}],
        }
    )

    assert list(it.read(path)) == expected


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(UNKNOWN),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=3), children)
    ),
    max_leaves=12,
)
PATHS = st.lists(st.sampled_from(["a", "b[]", "c{}", ""]), min_size=1, max_size=4).map(".".join)


@given(st.dictionaries(st.text(max_size=3), TREES, max_size=3), PATHS)
def test_no_tree_and_no_path_break_reading(properties: dict[str, object], path: str) -> None:
    assert resource(properties).read(path)


def test_the_order_of_registration_does_not_matter() -> None:
    first, second = (
        resource({}),
        Resource(urn="urn:other", type="aws:sqs/queue:Queue", name="other"),
    )

    assert Graph(resources=(first, second)).resources == Graph(resources=(second, first)).resources


def test_referrers_are_found_by_what_they_refer_to() -> None:
    key = Resource(urn="urn:key", type="aws:kms/key:Key", name="key")
    queue = resource({"kmsMasterKeyId": UNKNOWN}, references={"kmsMasterKeyId": ("urn:key",)})
    graph = Graph(resources=(key, queue))

    assert graph.referrers["urn:key"] == (queue,)
    assert graph.origins_of(queue, "kmsMasterKeyId") == (key,)
