"""What identities are granted: actions, resources, keys, passed roles."""

import json
from dataclasses import replace

import pytest

from policy.graph import Origin, Provenance, StandIn, Unknown
from policy.iam.writing import allow, document
from policy.verdict import Verdict
from tests.iam.judged import OWN, Bench, policy, queue_policy, resource, urn_of

STREAM = f"arn:aws:kinesis:ap-northeast-1:{OWN}:stream/stream-dev"
KEYS = f"arn:aws:kms:ap-northeast-1:{OWN}:key/*"
BUCKET_URN = urn_of("aws:s3/bucket:Bucket", "bucket")
KEY_URN = urn_of("aws:kms/key:Key", "key")


def named(action: object, target: object, **more: object) -> Verdict:
    return Bench("iam-resource-named").verdict(policy(document(allow(action, target, **more))))


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("kinesis:ListStreams", "*"),
        ("cloudwatch:PutMetricData", "*"),
        ("xray:PutTraceSegments", "*"),
        ("ec2:Describe*", "*"),
        ("s3:GetObject", "arn:aws:s3:::bucket/${aws:username}/*"),
        ("ec2:DeleteNetworkInterface", f"arn:aws:ec2:ap-northeast-1:{OWN}:network-interface/*"),
        ("logs:PutLogEvents", f"arn:aws:logs:ap-northeast-1:{OWN}:log-group:/aws/lambda/x:*"),
        ("dynamodb:Query", f"arn:aws:dynamodb:ap-northeast-1:{OWN}:table/x/index/*"),
    ],
)
def test_narrow_enough(action: str, target: str) -> None:
    assert named(action, target) is Verdict.PASS


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("sts:AssumeRole", "*"),
        ("sts:AssumeRole", f"arn:aws:iam::{OWN}:role/*"),
        ("ec2:DeleteNetworkInterface", "*"),
        ("s3:ListBucket", "arn:aws:s3:::*"),
        ("kinesis:GetRecords", "arn:aws:kinesis:*:*:stream/*"),
        ("kinesis:Get*", "*"),
        ("s3:*", "*"),
        ("logs:PutLogEvents", f"arn:aws:logs:ap-northeast-1:{OWN}:log-group:*"),
        (["kinesis:GetRecords"], [STREAM, "*"]),
    ],
)
def test_too_wide(action: object, target: object) -> None:
    assert named(action, target) is Verdict.FAIL


def test_tag_of_the_resource_scopes() -> None:
    condition = {"StringEquals": {"aws:ResourceTag/system": "fraud"}}

    assert named("kinesis:GetRecords", "*", Condition=condition) is Verdict.PASS


def test_tag_of_the_request_does_not_scope() -> None:
    condition = {"StringEquals": {"aws:RequestTag/system": "fraud"}}

    assert named("kinesis:GetRecords", "*", Condition=condition) is Verdict.FAIL


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        (Unknown(), Verdict.UNDETERMINED),
        (Unknown((Origin(BUCKET_URN, "arn"),), Provenance.CANDIDATES), Verdict.UNDETERMINED),
        (Unknown((Origin(BUCKET_URN, "arn"),), Provenance.EXACT), Verdict.PASS),
    ],
)
def test_reference_proves_that_a_resource_is_named(target: Unknown, verdict: Verdict) -> None:
    assert named("s3:ListBucket", target) is verdict


def test_resource_that_nobody_makes_is_advice_and_no_failure() -> None:
    stream = resource("aws:kinesis/stream:Stream", "stream", name="stream-dev")
    subject = policy(document(allow("kinesis:GetRecords", [STREAM, f"{STREAM}-old"])))

    result = Bench("iam-resource-named", (stream,)).result(subject)

    assert result.verdict is Verdict.PASS
    advice = [str(item.found) for item in result.observations if "advice" in str(item.found)]
    assert advice == [f"advice: {STREAM}-old is not made by this program"]


def test_preview_hides_a_text_document_and_says_how_to_show_it() -> None:
    bench = Bench("iam-resource-named")

    assert bench.verdict(policy(Unknown())) is Verdict.UNDETERMINED
    assert "name resources so that their ARNs are known" in bench.found(policy(Unknown()))[0]


def test_symbolic_text_shows_what_preview_hides() -> None:
    stand_in = StandIn("arn:aws:s3:::sym-0123456789ab", Origin(BUCKET_URN, "arn"))
    text = json.dumps(document(allow("s3:GetObject", f"{stand_in.text}/*")))
    value = Unknown((Origin(BUCKET_URN, "arn"),), Provenance.EXACT, text)
    around = {"sym-0123456789ab": stand_in}

    for control in ("iam-resource-named", "iam-resource-fits-action"):
        assert Bench(control, stand_ins=around).verdict(policy(value)) is Verdict.PASS


def fits(action: object, target: object) -> Verdict:
    bench = Bench("iam-resource-fits-action")
    return bench.verdict(policy(document(allow(action, target))))


@pytest.mark.parametrize(
    ("token", "output", "action", "verdict"),
    [
        ("aws:s3/bucket:Bucket", "arn", "s3:ListBucket", Verdict.PASS),
        ("aws:s3/bucket:Bucket", "arn", "s3:GetObject", Verdict.FAIL),
        ("aws:kms/key:Key", "arn", "kms:Decrypt", Verdict.PASS),
        ("aws:kms/key:Key", "arn", "sqs:SendMessage", Verdict.FAIL),
        (
            "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
            "arn",
            "firehose:PutRecord",
            Verdict.PASS,
        ),
        ("aws:cloudwatch/logGroup:LogGroup", "arn", "logs:DescribeLogStreams", Verdict.PASS),
        ("aws:sqs/queue:Queue", "url", "sqs:SendMessage", Verdict.UNDETERMINED),
        ("aws:wafv2/webAcl:WebAcl", "arn", "wafv2:GetWebACL", Verdict.PASS),
    ],
)
def test_type_of_a_reference_decides_what_it_fits(
    token: str, output: str, action: str, verdict: Verdict
) -> None:
    origin = Origin(urn_of(token, "other"), output)

    assert fits(action, Unknown((origin,), Provenance.EXACT)) is verdict


def test_wildcard_fits_if_some_of_it_does() -> None:
    assert fits("s3:Get*", "arn:aws:s3:::bucket") is Verdict.PASS
    assert fits("s3:*", ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]) is Verdict.PASS
    assert fits("kinesis:Get*", "arn:aws:s3:::bucket") is Verdict.FAIL


def test_deny_with_a_resource_that_does_not_fit_protects_nothing() -> None:
    deny = {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::bucket"}

    assert Bench("iam-resource-fits-action").verdict(policy(document(deny))) is Verdict.FAIL


def test_resource_policy_may_say_star_for_itself() -> None:
    principal = {"AWS": OWN}
    subject = queue_policy(document(allow("sqs:SendMessage", "*", Principal=principal)))

    assert Bench("iam-resource-fits-action").verdict(subject) is Verdict.PASS


@pytest.mark.parametrize(
    "condition",
    [
        {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/key-dev"}},
        {"StringEquals": {"kms:ViaService": "sqs.ap-northeast-1.amazonaws.com"}},
        {
            "StringEquals": {
                "kms:EncryptionContext:SecretARN": "arn:aws:secretsmanager:r:1:secret:x"
            }
        },
        {"StringEquals": {"aws:ResourceTag/system": "fraud"}},
    ],
)
def test_condition_confines_keys(condition: object) -> None:
    subject = policy(document(allow("kms:Decrypt", KEYS, Condition=condition)))

    assert Bench("iam-kms-key-named").verdict(subject) is Verdict.PASS


@pytest.mark.parametrize(
    ("target", "condition", "verdict"),
    [
        (KEYS, {"StringLike": {"kms:ViaService": "*"}}, Verdict.FAIL),
        (KEYS, {"StringEquals": {"kms:CallerAccount": OWN}}, Verdict.FAIL),
        (f"arn:aws:kms:ap-northeast-1:{OWN}:*", {}, Verdict.FAIL),
        (
            KEYS,
            {"ForAnyValue:StringEquals": {"kms:ResourceAliases": Unknown()}},
            Verdict.UNDETERMINED,
        ),
        (Unknown((Origin(KEY_URN, "arn"),), Provenance.EXACT), {}, Verdict.PASS),
        (Unknown(), {}, Verdict.UNDETERMINED),
    ],
)
def test_keys_that_are_or_are_not_named(
    target: object, condition: object, verdict: Verdict
) -> None:
    subject = policy(document(allow("kms:Decrypt", target, Condition=condition)))

    assert Bench("iam-kms-key-named").verdict(subject) is verdict


def test_wildcard_shows_what_it_stands_for() -> None:
    subject = policy(document(allow("kms:GenerateDataKey*", KEYS)))

    (found,) = Bench("iam-action-without-wildcard").found(subject)

    assert found.startswith("kms:GenerateDataKey*, which stands for 4 actions: kms:GenerateDataKey")


def test_wildcard_in_a_deny_is_the_safer_choice() -> None:
    deny = {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}

    verdict = Bench("iam-action-without-wildcard").verdict(policy(document(deny)))

    assert verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ({"StringEquals": {"iam:PassedToService": ["lambda.amazonaws.com"]}}, Verdict.PASS),
        ({"StringEqualsIfExists": {"iam:PassedToService": "lambda.amazonaws.com"}}, Verdict.PASS),
        ({"StringLike": {"iam:PassedToService": "*"}}, Verdict.FAIL),
        ({"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}, Verdict.FAIL),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_passed_role_names_its_service(condition: object, verdict: Verdict) -> None:
    role = f"arn:aws:iam::{OWN}:role/scorer"
    for action in ("iam:PassRole", "iam:Pass*", "iam:*"):
        subject = policy(document(allow(action, role, Condition=condition)))

        assert Bench("iam-pass-role-names-service").verdict(subject) is verdict


def test_not_action_passes_roles_too() -> None:
    statement = {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}

    verdict = Bench("iam-pass-role-names-service").verdict(policy(document(statement)))

    assert verdict is Verdict.FAIL


def test_document_that_is_marked_secret_is_judged_and_not_shown() -> None:
    subject = replace(
        policy(document(allow(["kinesis:Get*", "kinesis:Nope"], f"{STREAM}-confidential"))),
        secrets=frozenset({"policy"}),
    )

    for control in ("iam-action-without-wildcard", "iam-action-exists", "iam-resource-named"):
        result = Bench(control).result(subject)
        told = str([(item.path, item.found) for item in result.observations])
        assert result.observations
        assert "kinesis" not in told
    assert Bench("iam-action-exists").verdict(subject) is Verdict.FAIL
