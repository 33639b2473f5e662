"""What Checkov's verdicts are worth, judged without Checkov."""

from __future__ import annotations

import pytest

from policy.checkov.conversion import Plan
from policy.checkov.opinions import opinions
from policy.checkov.readability import Readability
from policy.checkov.running import Check, Found, Record
from policy.evaluation import Result
from policy.texts import japanese
from policy.verdict import Verdict

QUEUE, BLOCK = "aws_sqs_queue.one", "aws_s3_bucket_public_access_block.two"
VALUE = Check("value", ("aws_sqs_queue",), existence=False, attributes=frozenset({"policy"}))
IS_SET = Check("is set", ("aws_sqs_queue",), existence=True, attributes=frozenset({"policy"}))
JOINED = Check(
    "joined",
    ("aws_sqs_queue",),
    existence=False,
    attributes=frozenset({"bucket"}),
    connected=("aws_s3_bucket_public_access_block",),
)


def judged(
    check: Check, *records: Record, name: str = "MINE_1", **hidden: Readability
) -> list[Result]:
    plan = Plan(
        {}, {QUEUE: "urn:one", BLOCK: "urn:two"}, {QUEUE: hidden, BLOCK: {}}, not_covered=()
    )
    found = Found("0", frozenset({QUEUE, BLOCK}), records, {name: check}, ())
    return list(opinions(plan, found))


def record(verdict: str, *evaluated: str, name: str = "MINE_1", address: str = QUEUE) -> Record:
    return Record(name, "title", address, verdict, evaluated)


@pytest.mark.parametrize("verdict", ["pass", "fail"])
def test_a_verdict_on_what_can_be_read_stands(verdict: str) -> None:
    (result,) = judged(VALUE, record(verdict, "policy"), tags=Readability.UNKNOWN)

    assert result.verdict == verdict


@pytest.mark.parametrize("verdict", ["pass", "fail"])
@pytest.mark.parametrize("how", [Readability.SET, Readability.OUTSIDE, Readability.UNKNOWN])
def test_a_verdict_on_what_nobody_can_read_is_undetermined(verdict: str, how: Readability) -> None:
    (result,) = judged(VALUE, record(verdict, "policy"), policy=how)

    assert result.verdict is Verdict.UNDETERMINED
    assert result.observations[0].path == "policy"


def test_that_something_is_set_is_proven_by_where_it_comes_from() -> None:
    (proven,) = judged(IS_SET, record("pass", "policy"), policy=Readability.SET)
    (unproven,) = judged(IS_SET, record("pass", "policy"), policy=Readability.OUTSIDE)

    assert (proven.verdict, unproven.verdict) == (Verdict.PASS, Verdict.UNDETERMINED)


def test_a_check_that_does_not_tell_where_it_looked_is_taken_to_look_at_all_it_names() -> None:
    (result,) = judged(VALUE, record("pass"), policy=Readability.UNKNOWN)

    assert result.verdict is Verdict.UNDETERMINED


def test_a_missing_connection_may_hide_in_what_is_unknown_elsewhere() -> None:
    plan = Plan(
        {},
        {QUEUE: "urn:one", BLOCK: "urn:two"},
        {QUEUE: {}, BLOCK: {"other": Readability.UNKNOWN}},
        not_covered=(),
    )
    found = Found("0", frozenset(), (record("fail", "bucket"),), {"MINE_1": JOINED}, ())
    (result,) = opinions(plan, found)

    assert result.verdict is Verdict.UNDETERMINED


def test_a_check_that_says_nothing_of_an_unknown_is_undetermined() -> None:
    (result,) = judged(VALUE, policy=Readability.UNKNOWN)

    assert result.verdict is Verdict.UNDETERMINED
    assert str(result.observations[0].found) == "Checkov could not decide"


def test_the_worst_of_two_records_of_one_resource_counts() -> None:
    (result,) = judged(VALUE, record("pass", "policy"), record("fail", "policy"))

    assert result.verdict is Verdict.FAIL


def test_a_failure_of_what_the_pack_forbids_is_exempt_with_the_reason() -> None:
    name = "CKV_AWS_293"
    (failed,) = judged(VALUE, record("fail", "policy", name=name), name=name)
    (passed,) = judged(VALUE, record("pass", "policy", name=name), name=name)

    assert failed.verdict is Verdict.EXEMPT
    assert "destroyed" in str(failed.reason)
    assert "削除" in japanese(failed.reason)
    assert failed.exemption == "reconciliation/CKV_AWS_293"
    assert passed.verdict is Verdict.PASS
