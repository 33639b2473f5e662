"""Who may do what: every IAM document that the program registers."""

import json
from collections.abc import Iterator, Mapping, Sequence

import pytest

from stack.names import Function
from tests.stack.recording import ACCOUNT, Recording

Statement = Mapping[str, object]

WITHOUT_RESOURCES = {
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "logs:DescribeLogGroups",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
}
"""Actions that AWS lets no one tie to a resource."""


def statements(program: Recording) -> Iterator[tuple[str, Statement]]:
    for where, document in program.documents():
        for statement in document["Statement"]:
            yield where, statement


def grants(program: Recording) -> Iterator[tuple[str, Statement]]:
    return ((where, each) for where, each in statements(program) if each["Effect"] == "Allow")


def listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value) if isinstance(value, Sequence) else []


def is_key_policy(where: str) -> bool:
    return where.startswith("kms-key-")


def test_there_are_documents_to_judge(program: Recording) -> None:
    carriers = {where.split("-")[0] for where, _ in program.documents()}

    assert {"iam", "kms", "s3", "sns", "sqs", "ec2", "xray"} <= carriers
    assert len(list(program.documents())) > 30


def test_no_action_is_a_wildcard_but_the_account_root_s_hold_on_its_keys(
    program: Recording,
) -> None:
    wild = [
        (where, statement["Sid"])
        for where, statement in grants(program)
        if any("*" in action for action in listed(statement["Action"]))
    ]

    assert {sid for _, sid in wild} == {"DelegateToIamPolicies"}
    assert all(is_key_policy(where) for where, _ in wild)


def test_only_what_has_no_resources_is_granted_on_everything(program: Recording) -> None:
    everywhere = {
        action
        for where, statement in grants(program)
        if not is_key_policy(where) and "*" in listed(statement.get("Resource"))
        for action in listed(statement["Action"])
    }

    assert everywhere == WITHOUT_RESOURCES


def test_nothing_is_granted_by_exclusion(program: Recording) -> None:
    assert not [
        where
        for where, statement in grants(program)
        if {"NotAction", "NotResource", "NotPrincipal"} & set(statement)
    ]


def test_keys_are_granted_by_alias_or_by_the_secret_they_encrypt(program: Recording) -> None:
    granted = [
        statement
        for where, statement in grants(program)
        if not is_key_policy(where)
        and any(action.startswith("kms:") for action in listed(statement["Action"]))
    ]

    assert len(granted) > 10
    for statement in granted:
        conditions = statement["Condition"]
        alias = conditions.get("ForAnyValue:StringEquals", {}).get("kms:ResourceAliases")
        secret = conditions.get("StringLike", {}).get("kms:EncryptionContext:SecretARN")
        assert alias or secret, statement["Sid"]
        assert listed(statement["Resource"]) == [f"arn:aws:kms:ap-northeast-1:{ACCOUNT}:key/*"]


def test_services_prove_on_whose_behalf_they_call(program: Recording) -> None:
    proofs = ("aws:SourceAccount", "kms:EncryptionContext")
    unproven = [
        (where, statement["Sid"])
        for where, statement in grants(program)
        if "Service" in (statement.get("Principal") or {})
        and not any(proof in json.dumps(statement.get("Condition", {})) for proof in proofs)
    ]

    assert unproven == []


def test_everyone_is_a_principal_only_under_a_condition_or_a_refusal(program: Recording) -> None:
    for where, statement in statements(program):
        if statement.get("Principal") in ("*", {"AWS": "*"}):
            conditions = json.dumps(statement["Condition"])
            if statement["Effect"] == "Allow":
                assert where.startswith("ec2-vpc-endpoint-")
                assert "aws:PrincipalArn" in conditions or "aws:PrincipalAccount" in conditions
            else:
                assert "aws:SecureTransport" in conditions


@pytest.mark.parametrize("carrier", ["s3-bucket-policy-", "sns-topic-policy-", "sqs-queue-policy-"])
def test_plain_text_is_refused(program: Recording, carrier: str) -> None:
    documents = [each for where, each in program.documents() if where.startswith(carrier)]
    refusal = {"Bool": {"aws:SecureTransport": "false"}}

    assert documents
    for document in documents:
        refusals = [each for each in document["Statement"] if each.get("Condition") == refusal]
        assert [each["Effect"] for each in refusals] == ["Deny"]


def test_every_function_has_a_role_of_its_own_that_lambda_alone_assumes(
    program: Recording,
) -> None:
    trusts = {
        where: document
        for where, document in program.documents()
        if where.removeprefix("iam-role-").removesuffix("-dev.assumeRolePolicy") in set(Function)
    }

    assert len(trusts) == len(Function)
    for document in trusts.values():
        (statement,) = document["Statement"]
        assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def actions_of(program: Recording, role: str) -> set[str]:
    policy = json.loads(str(program.named(f"iam-role-policy-{role}-dev")["policy"]))
    return {
        action
        for statement in policy["Statement"]
        if statement["Effect"] == "Allow"
        for action in listed(statement["Action"])
    }


def test_only_the_stream_function_reads_the_stream_and_keeps_failed_records(
    program: Recording,
) -> None:
    own = actions_of(program, "stream") - actions_of(program, "sweeper")

    assert {action.split(":")[0] for action in own} == {"kinesis", "s3"}
    assert actions_of(program, "sweeper") < actions_of(program, "stream")


def test_the_migration_reaches_neither_history_nor_stream(program: Recording) -> None:
    assert not {
        action
        for action in actions_of(program, "migration")
        if action.startswith(("kinesis:", "elasticache:", "s3:"))
    }


def test_nobody_may_write_or_delete_a_secret(program: Recording) -> None:
    actions = {action for _, each in grants(program) for action in listed(each["Action"])}

    assert {action for action in actions if action.startswith("secretsmanager:")} == {
        "secretsmanager:GetSecretValue"
    }


def test_the_code_may_not_change_the_network_that_lambda_made_for_it(program: Recording) -> None:
    for function in Function:
        policy = json.loads(str(program.named(f"iam-role-policy-{function}-dev")["policy"]))
        (refusal,) = (each for each in policy["Statement"] if each["Effect"] == "Deny")
        assert refusal["Condition"] == {
            "ArnEquals": {
                "lambda:SourceFunctionArn": (
                    f"arn:aws:lambda:ap-northeast-1:{ACCOUNT}:function:"
                    f"lambda-function-{function}-dev"
                )
            }
        }


def test_documents_fit_what_iam_takes(program: Recording) -> None:
    limits = {"iam-role-policy-": 10_240, "iam-policy-": 6_144, "kms-key-": 32_768}
    for where, document in program.documents():
        size = len(json.dumps(document, separators=(",", ":")))
        limit = next((limits[each] for each in limits if where.startswith(each)), 20_480)
        assert size <= limit, where


def test_a_producer_may_put_records_and_nothing_else(program: Recording) -> None:
    policy = json.loads(str(program.only("aws:iam/policy:Policy")["policy"]))
    actions = [action for each in policy["Statement"] for action in each["Action"]]

    assert actions == ["kinesis:PutRecord", "kinesis:PutRecords", "kms:GenerateDataKey"]
