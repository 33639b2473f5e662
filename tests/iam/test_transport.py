"""A policy refuses plain HTTP only if nobody can come in without TLS."""

import pytest

from policy.graph import Graph, Unknown
from policy.iam import denies_insecure_transport, read_document
from policy.verdict import Verdict

GRAPH = Graph(resources=())
DENY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sqs:*",
    "Resource": "arn:aws:sqs:r:1:queue",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def verdict(*statements: object, endings: tuple[str, ...] = ("",)) -> Verdict:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return denies_insecure_transport(read_document(document, GRAPH), endings=endings)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"Principal": {"AWS": "*"}},
        {"Action": ["sqs:SendMessage", "*"]},
        {"Resource": "*"},
        {"Condition": {"BoolIfExists": {"AWS:securetransport": False}}},
        {"Condition": {"StringEquals": {"aws:SecureTransport": ["false"]}}},
    ],
)
def test_statement_that_denies_everything_without_tls(change: dict[str, object]) -> None:
    assert verdict({**DENY, **change}) is Verdict.PASS


@pytest.mark.parametrize(
    "change",
    [
        {"Effect": "Allow", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Action": "sqs:SendMessage"},
        {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Condition": {"Null": {"aws:SecureTransport": "false"}}},
        {
            "Condition": {
                "Bool": {"aws:SecureTransport": "false"},
                "StringEquals": {"aws:PrincipalTag/team": "x"},
            }
        },
        {"Condition": {"ForAllValues:Bool": {"aws:SecureTransport": "false"}}},
        {"Resource": "arn:aws:sqs:r:1:queue/*"},
    ],
)
def test_statement_that_leaves_a_gap(change: dict[str, object]) -> None:
    assert verdict({**DENY, **change}) is Verdict.FAIL


def test_without_a_condition_everything_is_denied_but_not_for_tls() -> None:
    assert verdict({key: DENY[key] for key in DENY if key != "Condition"}) is Verdict.FAIL


def test_bucket_needs_both_itself_and_its_objects() -> None:
    objects = {**DENY, "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/*"}
    both = {**objects, "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]}

    assert verdict(objects, endings=("", "/*")) is Verdict.FAIL
    assert verdict(both, endings=("", "/*")) is Verdict.PASS


@pytest.mark.parametrize("part", ["Effect", "Principal", "Action", "Resource", "Condition"])
def test_unknown_part_leaves_it_open(part: str) -> None:
    assert verdict({**DENY, part: Unknown()}) is Verdict.UNDETERMINED


def test_unknown_value_leaves_it_open() -> None:
    condition = {"Bool": {"aws:SecureTransport": Unknown()}}

    assert verdict({**DENY, "Condition": condition}) is Verdict.UNDETERMINED


def test_unknown_document_leaves_it_open() -> None:
    assert denies_insecure_transport(read_document(Unknown(), GRAPH)) is Verdict.UNDETERMINED


def test_one_good_statement_settles_it() -> None:
    assert verdict({**DENY, "Principal": Unknown()}, DENY) is Verdict.PASS
