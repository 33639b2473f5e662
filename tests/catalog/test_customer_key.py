"""What counts as a customer-managed key, and what only looks like one."""

from dataclasses import replace

import pytest

from policy.graph import Origin, Provenance, StandIn, Unknown
from policy.settings import Settings
from tests.catalog.graphs import output, referring, resource, verdict

CONTROL = "encryption-at-rest-customer-key"
QUEUE = "aws:sqs/queue:Queue"
KEY = resource("aws:kms/key:Key", "key")
ALIAS = resource("aws:kms/alias:Alias", "alias", name="alias/own")
BUCKET = resource("aws:s3/bucket:Bucket", "bucket")
ARN = "arn:aws:kms:ap-northeast-1:123456789012:key/1111aaaa-22bb-33cc-44dd-555566667777"
MARKED = "arn:aws:kms:ap-northeast-1:000000000000:key/sym-1"


def queue(key: object) -> object:
    return resource(QUEUE, kmsMasterKeyId=key)


@pytest.mark.parametrize("name", ["arn", "id", "keyId"])
def test_a_reference_to_a_key_of_the_stack_passes(name: str) -> None:
    assert verdict(CONTROL, queue(output(KEY, name)), KEY) == "pass"


def test_a_reference_that_only_the_cli_saw_passes() -> None:
    seen = Unknown((Origin(KEY.urn),), Provenance.ONE_EACH)

    assert verdict(CONTROL, queue(seen), KEY) == "pass"


@pytest.mark.parametrize(
    "value",
    [
        Unknown(),
        Unknown((Origin(BUCKET.urn, "arn"),), Provenance.EXACT),
        Unknown((Origin(KEY.urn, "policy"),), Provenance.EXACT),
        Unknown((Origin(KEY.urn), Origin(BUCKET.urn)), Provenance.CANDIDATES),
        Unknown((Origin("urn:pulumi:dev::other::x::gone", "arn"),), Provenance.EXACT),
        Unknown((Origin(KEY.urn, "arn"), Origin(BUCKET.urn, "arn")), Provenance.EXACT),
    ],
)
def test_an_unknown_that_need_not_be_a_key_is_undetermined(value: Unknown) -> None:
    assert verdict(CONTROL, queue(value), KEY, BUCKET) == "undetermined"


@pytest.mark.parametrize(
    "flaw",
    [
        {"isEnabled": False},
        {"keyUsage": "SIGN_VERIFY"},
        {"customerMasterKeySpec": "RSA_4096"},
    ],
)
def test_a_key_that_cannot_encrypt_fails(flaw: dict[str, object]) -> None:
    broken = replace(KEY, properties=flaw)

    assert verdict(CONTROL, queue(output(broken)), broken) == "fail"
    assert verdict(
        CONTROL, queue(output(KEY)), replace(KEY, properties={"isEnabled": Unknown()})
    ) == ("undetermined")


def test_imported_material_that_expires_fails() -> None:
    key = resource("aws:kms/externalKey:ExternalKey", "key", validTo="2027-01-01T00:00:00Z")

    assert verdict(CONTROL, queue(output(key)), key) == "fail"


def test_an_alias_of_the_stack_passes_by_reference_by_name_and_by_arn() -> None:
    arn = "arn:aws:kms:ap-northeast-1:123456789012:alias/own"

    assert verdict(CONTROL, queue(output(ALIAS, "name")), ALIAS) == "pass"
    assert verdict(CONTROL, queue("alias/own"), ALIAS) == "pass"
    assert verdict(CONTROL, queue(arn), ALIAS) == "pass"


def test_an_alias_of_a_broken_key_fails() -> None:
    broken = replace(KEY, properties={"isEnabled": False})
    alias = referring(
        resource("aws:kms/alias:Alias", "alias", name="alias/own", targetKeyId=output(KEY)),
        targetKeyId=KEY,
    )

    assert verdict(CONTROL, queue("alias/own"), alias, broken) == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "alias/aws/sqs",
        "arn:aws:kms:ap-northeast-1:123456789012:alias/aws/sqs",
        "AWS_OWNED_KMS_KEY",
        "arn:aws:kms:us-east-1:123456789012:key/1111aaaa-22bb-33cc-44dd-555566667777",
    ],
)
def test_keys_of_aws_and_of_other_regions_fail(text: str) -> None:
    assert verdict(CONTROL, queue(text), KEY) == "fail"


def test_a_key_of_another_account_fails_where_the_account_is_known() -> None:
    own, other = Settings(account_id="123456789012"), Settings(account_id="210987654321")
    trusting = Settings(account_id="210987654321", trusted_accounts=("123456789012",))

    assert verdict(CONTROL, queue(ARN), settings=own) == "undetermined"
    assert verdict(CONTROL, queue(ARN), settings=other) == "fail"
    assert verdict(CONTROL, queue(ARN), settings=trusting) == "undetermined"


@pytest.mark.parametrize(
    ("approved", "text"),
    [
        (ARN, ARN),
        ("alias/shared", "alias/shared"),
        ("alias/shared", "arn:aws:kms:ap-northeast-1:123456789012:alias/shared"),
    ],
)
def test_an_approved_key_passes(approved: str, text: str) -> None:
    assert verdict(CONTROL, queue(text), settings=Settings(approved_keys=(approved,))) == "pass"


@pytest.mark.parametrize("text", [ARN, "alias/shared", "1111aaaa-22bb-33cc-44dd-555566667777"])
def test_a_written_key_that_nobody_approved_is_undetermined(text: str) -> None:
    assert verdict(CONTROL, queue(text), KEY) == "undetermined"


def test_after_a_deployment_the_known_arn_passes_by_its_reference() -> None:
    deployed = referring(resource(QUEUE, kmsMasterKeyId=ARN), kmsMasterKeyId=KEY)

    assert verdict(CONTROL, deployed, KEY) == "pass"


def test_two_known_keys_and_one_reference_prove_nothing() -> None:
    replicas = [{"regionName": "ap-northeast-3", "kmsKeyArn": ARN}, {"kmsKeyArn": f"{ARN[:-1]}8"}]
    table = referring(
        resource(
            "aws:dynamodb/table:Table",
            serverSideEncryption={"enabled": True, "kmsKeyArn": output(KEY)},
            replicas=replicas,
        ),
        replicas=KEY,
    )

    assert verdict(CONTROL, table, KEY) == "undetermined"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MARKED, "pass"),
        (f"alias/{MARKED}", "pass"),
        (f"alias/aws/sqs#{MARKED}", "fail"),
        (f"{MARKED}-other", "undetermined"),
    ],
)
def test_what_the_program_adds_to_a_stand_in_counts(text: str, expected: str) -> None:
    stand_ins = {"sym-1": StandIn(MARKED, Origin(KEY.urn, "arn"))}

    result = verdict(CONTROL, queue(output(KEY, "arn", text)), KEY, stand_ins=stand_ins)

    assert result == expected


def test_an_unknown_block_hides_its_key() -> None:
    table = resource("aws:dynamodb/table:Table", serverSideEncryption=output(KEY))

    assert verdict(CONTROL, table, KEY) == "undetermined"


@pytest.mark.parametrize("key", [None, ""])
def test_no_key_fails(key: object) -> None:
    assert verdict(CONTROL, queue(key)) == "fail"
