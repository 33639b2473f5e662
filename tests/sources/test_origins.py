from policy.graph import Origin, Provenance, Unknown
from policy.sources.origins import fill
from policy.sources.wire import HIDDEN

KEY, BUCKET = "urn:key", "urn:bucket"


def test_one_unknown_leaf_comes_from_the_one_resource() -> None:
    assert fill({"a": Unknown(), "b": "x"}, [KEY]) == {
        "a": Unknown((Origin(KEY),), Provenance.ONE_EACH),
        "b": "x",
    }


def test_as_many_leaves_as_resources_come_from_one_each() -> None:
    leaf = Unknown((Origin(KEY), Origin(BUCKET)), Provenance.ONE_EACH)
    assert fill([Unknown(), Unknown()], [KEY, BUCKET]) == [leaf, leaf]


def test_otherwise_all_are_candidates() -> None:
    leaf = Unknown((Origin(KEY), Origin(BUCKET)), Provenance.CANDIDATES)
    assert fill(Unknown(), [KEY, BUCKET]) == leaf
    assert fill([Unknown()] * 3, [KEY, BUCKET]) == [leaf] * 3


def test_leaves_that_name_their_origin_leave_the_others_to_the_rest() -> None:
    named = Unknown((Origin(KEY, "arn"),), Provenance.EXACT, "text")
    assert fill([named, Unknown()], [KEY, BUCKET]) == [
        named,
        Unknown((Origin(BUCKET),), Provenance.ONE_EACH),
    ]
    assert fill([named, Unknown()], [KEY]) == [named, Unknown()]


def test_hidden_and_derived_values_get_no_origin() -> None:
    derived = Unknown(text="true")
    assert fill([HIDDEN, derived, Unknown()], [KEY]) == [
        HIDDEN,
        derived,
        Unknown((Origin(KEY),), Provenance.ONE_EACH),
    ]


def test_without_resources_nothing_changes() -> None:
    assert fill([Unknown(), "x"], []) == [Unknown(), "x"]
