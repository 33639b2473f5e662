"""The action table says what AWS's reference says."""

import pytest

from policy.iam.actions import expand, resource_types


def names(pattern: str) -> list[str]:
    return [action.name for action in expand(pattern)]


def test_action_is_found_in_any_case() -> None:
    assert names("KINESIS:getrecords") == ["kinesis:GetRecords"]


def test_wildcard_stands_for_what_it_matches() -> None:
    assert set(names("kms:GenerateDataKey*")) == {
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyPair",
        "kms:GenerateDataKeyPairWithoutPlaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
    }


@pytest.mark.parametrize(
    "pattern", ["*", "kinesis", "kinesis:GetRecord", "kinesys:*", "kin*:GetRecords", "s3:Nope*", ""]
)
def test_what_does_not_exist_stands_for_nothing(pattern: str) -> None:
    assert names(pattern) == []


def test_combined_access_levels_are_taken_apart() -> None:
    (action,) = expand("s3:PutObjectAcl")

    assert action.levels == {"Permissions management", "Write"}


def test_types_that_are_not_required_count() -> None:
    # The data says of s3:GetObject that it requires no resource type, which only means that it
    # takes either of two.
    (action,) = expand("s3:GetObject")

    assert {kind.name for kind in action.types} == {"s3:accesspointobject", "s3:object"}


@pytest.mark.parametrize(
    ("action", "arn", "fits"),
    [
        ("s3:GetObject", "arn:aws:s3:::bucket/*", True),
        ("s3:GetObject", "arn:aws:s3:::bucket", False),
        ("s3:ListBucket", "arn:aws:s3:::bucket", True),
        ("s3:ListBucket", "arn:aws:s3:::bucket/*", False),
        ("s3:GetObject", "*", True),
        ("logs:CreateLogStream", "arn:aws:logs:r:1:log-group:/aws/lambda/x:*", True),
        ("logs:CreateLogStream", "arn:aws:logs:r:1:log-group:/aws/lambda/x", False),
        ("elasticache:Connect", "arn:aws:elasticache:r:1:user:app", True),
        ("elasticache:Connect", "arn:aws:elasticache:r:1:replicationgroup:app", True),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:r:1:secret:x-??????", True),
        ("kms:Decrypt", "arn:aws:kms:r:1:alias/app", False),
        ("s3:GetObject", "arn:aws:s3:::bucket/${aws:username}/*", True),
    ],
)
def test_action_fits_resource(action: str, arn: str, *, fits: bool) -> None:
    assert expand(action)[0].fits(arn) is fits


@pytest.mark.parametrize(
    ("service", "kind", "arn", "everything"),
    [
        ("kinesis", "stream", "arn:aws:kinesis:r:1:stream/*", True),
        ("kinesis", "stream", "arn:aws:kinesis:r:1:stream/app-*", False),
        ("kinesis", "stream", "arn:aws:kinesis:*:*:*", True),
        ("kinesis", "stream", "*", True),
        ("s3", "object", "arn:aws:s3:::*", True),
        ("s3", "object", "arn:aws:s3:::bucket/*", False),
        ("s3", "object", "arn:aws:s3:::*/*", True),
        ("logs", "log-stream", "arn:aws:logs:r:1:log-group:/aws/lambda/x:*", False),
        ("logs", "log-stream", "arn:aws:logs:r:1:log-group:*", True),
        ("iam", "role", "arn:aws:iam::1:role/*", True),
    ],
)
def test_everything_of_a_type(service: str, kind: str, arn: str, *, everything: bool) -> None:
    assert resource_types(service)[kind].is_all_of(arn) is everything


def test_keys_of_an_action_include_those_of_its_resources() -> None:
    (action,) = expand("kms:Decrypt")

    assert action.takes_key("kms:resourcealiases")
    assert action.takes_key("kms:encryptioncontext:aws:logs:arn")
    assert not action.takes_key("s3:prefix")


def test_no_resource_type_is_lost() -> None:
    # Names of types differ in case between the two parts of the data.
    (action,) = expand("secretsmanager:GetSecretValue")

    assert [kind.name for kind in action.types] == ["secretsmanager:secret"]


def test_wildcard_for_a_service_stands_for_all_of_it() -> None:
    assert len(expand("iam:*")) > 100
