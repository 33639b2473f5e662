"""Conditions confine only if a request cannot slip past them."""

import pytest

from policy.graph import Graph, Origin, Provenance, Unknown
from policy.iam import read_document
from policy.iam.document import Statement
from policy.iam.restriction import confined_by, weakness
from policy.verdict import Verdict

GRAPH = Graph(resources=())


def statement(conditions: object) -> Statement:
    allow = {"Effect": "Allow", "Action": "sqs:SendMessage", "Condition": conditions}
    document = {"Version": "2012-10-17", "Statement": allow}
    return read_document(document, GRAPH).statements[0]


@pytest.mark.parametrize(
    "conditions",
    [
        {"StringEquals": {"aws:SourceAccount": "111122223333"}},
        {"StringLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}},
        {"ArnLike": {"aws:SourceArn": ["arn:aws:sns:r:1:a", "arn:aws:sns:r:1:b"]}},
        {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"ForAnyValue:StringEquals": {"aws:TagKeys": "owner"}},
        {
            "ForAllValues:StringEquals": {"aws:TagKeys": "owner"},
            "Null": {"aws:TagKeys": "false"},
        },
        {"StringEqualsIfExists": {"aws:PrincipalArn": "arn:aws:iam::1:role/x"}},
        {
            "StringEqualsIfExists": {"s3:prefix": "x"},
            "StringLike": {"s3:prefix": "*x*"},
        },
    ],
)
def test_conditions_without_a_loophole(conditions: object) -> None:
    read = statement(conditions)

    assert [weakness(item, read) for item in read.conditions] == [None] * len(read.conditions)


@pytest.mark.parametrize(
    ("conditions", "reason"),
    [
        ({"StringLike": {"aws:SourceArn": "*"}}, "fits everything"),
        ({"StringLike": {"aws:SourceArn": ["arn:aws:sns:r:1:a", "*"]}}, "fits everything"),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:*:*:*:*"}}, "fits everything"),
        ({"ArnEquals": {"aws:SourceArn": "arn:*:*:*:*:*"}}, "fits everything"),
        ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"]}}, "fits everything"),
        ({"IpAddress": {"aws:SourceIp": "::/0"}}, "fits everything"),
        ({"Bool": {"aws:SecureTransport": ["true", "false"]}}, "fits everything"),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "1"}}, "key is missing"),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": "x"}}, "missing or empty"),
        ({"StringNotEquals": {"aws:SourceAccount": "1"}}, "all but a few"),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, "all but a few"),
        (
            {
                "ForAllValues:StringEquals": {"aws:TagKeys": "x"},
                "Null": {"aws:TagKeys": "true"},
            },
            "missing or empty",
        ),
    ],
)
def test_conditions_that_only_look_restrictive(conditions: object, reason: str) -> None:
    read = statement(conditions)

    assert reason in str(weakness(read.conditions[0], read))


def test_single_wildcards_with_a_name_are_a_restriction() -> None:
    read = statement({"StringLike": {"aws:PrincipalTag/team": "a*"}})

    assert confined_by(read, ("aws:principaltag/*",)) is Verdict.PASS


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (Unknown(), Verdict.UNDETERMINED),
        (Unknown((Origin("urn:x", "pattern"),), Provenance.CANDIDATES), Verdict.UNDETERMINED),
        (Unknown((Origin("urn:x", "arn"),), Provenance.EXACT), Verdict.PASS),
    ],
)
def test_value_from_a_reference_confines_and_a_guess_does_not(
    value: Unknown, verdict: Verdict
) -> None:
    read = statement({"ArnLike": {"aws:SourceArn": value}})

    assert confined_by(read, ("aws:sourcearn",)) is verdict


def test_other_keys_do_not_confine() -> None:
    read = statement({"StringEquals": {"aws:RequestedRegion": "ap-northeast-1"}})

    assert confined_by(read, ("aws:sourcearn", "aws:sourceaccount")) is Verdict.FAIL


def test_conditions_that_are_not_known_leave_it_open() -> None:
    assert confined_by(statement(Unknown()), ("aws:sourcearn",)) is Verdict.UNDETERMINED
