"""Whatever a document says: nothing crashes, and doubt never turns a failure into a pass."""

import json
from collections.abc import Iterator, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.control import Context
from policy.controls.least_privilege import CONTROLS
from policy.evaluation import Result, evaluate
from policy.graph import Graph, Resource, Unknown
from policy.settings import Settings
from policy.verdict import Verdict
from tests.iam.judged import OTHER, OWN, resource

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just(Unknown()),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [
        ("aws:iam/policy:Policy", "policy"),
        ("aws:iam/role:Role", "assumeRolePolicy"),
        ("aws:sqs/queuePolicy:QueuePolicy", "policy"),
        ("aws:kms/key:Key", "policy"),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", "policy"),
        ("aws:organizations/policy:Policy", "content"),
    ]
)


def one_or_many(*items: object) -> st.SearchStrategy[object]:
    one = st.sampled_from(items)
    return one | st.lists(one, min_size=1, max_size=3)


ACTIONS = one_or_many(
    "*", "s3:*", "s3:Get*", "s3:GetObject", "sqs:SendMessage", "kms:Decrypt", "iam:PassRole",
    "iam:PutRolePolicy", "ec2:DescribeInstances", "sts:AssumeRole", "kinesis:Nope", "nope",
)  # fmt: skip
RESOURCES = one_or_many(
    "*", "arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*", f"arn:aws:sqs:r:{OWN}:queue",
    f"arn:aws:kms:r:{OWN}:key/*", f"arn:aws:iam::{OWN}:role/*", "queue",
)  # fmt: skip
PRINCIPALS = st.just("*") | st.fixed_dictionaries(
    {},
    optional={
        "AWS": one_or_many("*", OWN, f"arn:aws:iam::{OTHER}:root", "arn:aws:iam::*:role/x"),
        "Service": one_or_many("sns.amazonaws.com", "ec2.amazonaws.com", "new.amazonaws.com"),
        "Federated": one_or_many("token.actions.githubusercontent.com"),
    },
)
OPERATORS = ["StringEquals", "StringLike", "ForAllValues:StringEquals", "StringEqualsIfExists"]
KEYS = ["aws:SourceAccount", "aws:SourceArn", "aws:PrincipalOrgID", "kms:ViaService", "s3:prefix"]
VALUES = one_or_many("*", OWN, OTHER, f"arn:aws:sns:r:{OWN}:topic", "arn:aws:sns:*:*:*")
CONDITIONS = st.dictionaries(
    st.sampled_from([*OPERATORS, "StringNotEquals", "Null", "Bool", "NoSuch"]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=2),
    max_size=2,
)
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Allow", "Allow", "Deny"])},
    optional={
        "Action": ACTIONS,
        "NotAction": ACTIONS,
        "Resource": RESOURCES,
        "Principal": PRINCIPALS,
        "Condition": CONDITIONS,
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {"Version": st.just("2012-10-17"), "Statement": st.lists(STATEMENTS, min_size=1, max_size=2)}
)
OWN_SETTINGS = Settings(account_id=OWN)


def results(subject: Resource) -> dict[str, Result]:
    context = Context(Graph(resources=(subject,)), OWN_SETTINGS)
    return {result.control: result for result in evaluate(context, CONTROLS)}


def subject_of(place: tuple[str, str], content: object) -> Resource:
    token, path = place
    return resource(token, "subject", **{path: content})


@given(PLACES, JUNK)
@settings(deadline=None)
def test_no_value_whatever_crashes(place: tuple[str, str], junk: object) -> None:
    told = results(subject_of(place, junk)).values()

    assert [result.control for result in told if result.verdict is Verdict.ERROR] == []


@given(PLACES, DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_text_and_object_are_judged_alike(
    place: tuple[str, str], content: Mapping[str, object]
) -> None:
    as_object = results(subject_of(place, content))
    as_text = results(subject_of(place, json.dumps(content)))

    assert as_object == as_text
    assert {result.verdict for result in as_object.values()} <= set(Verdict) - {Verdict.ERROR}


@given(PLACES, DOCUMENTS, st.data())
@settings(max_examples=200, deadline=None)
def test_doubt_never_turns_a_failure_into_a_pass(
    place: tuple[str, str], content: Mapping[str, object], data: st.DataObject
) -> None:
    clouded = data.draw(st.sampled_from(list(_clouded(content))))

    before, after = results(subject_of(place, content)), results(subject_of(place, clouded))

    lost = {
        control
        for control, result in before.items()
        if result.verdict is Verdict.FAIL
        and after[control].verdict not in {Verdict.FAIL, Verdict.UNDETERMINED}
    }
    assert lost == set()


@given(DOCUMENTS)
@settings(deadline=None)
def test_order_of_statements_does_not_matter(content: Mapping[str, object]) -> None:
    statements = content["Statement"]
    assert isinstance(statements, list)
    turned = {**content, "Statement": statements[::-1]}
    place = ("aws:iam/policy:Policy", "policy")

    before, after = results(subject_of(place, content)), results(subject_of(place, turned))

    assert {c: r.verdict for c, r in before.items()} == {c: r.verdict for c, r in after.items()}


def _clouded(value: object) -> Iterator[object]:
    """The value with one of its parts unknown, whichever."""
    yield Unknown()
    if isinstance(value, Mapping):
        for key, item in value.items():
            for changed in _clouded(item):
                yield {**value, key: changed}
    elif isinstance(value, list):
        for index, item in enumerate(value):
            for changed in _clouded(item):
                yield [*value[:index], changed, *value[index + 1 :]]
