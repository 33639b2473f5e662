"""IAM documents as JSON text, written from a few kinds of statement."""

import json
from collections.abc import Mapping, Sequence

import pulumi_aws as aws

from stack.arns import Arns
from stack.settings import REGION

Conditions = Mapping[str, Mapping[str, str | Sequence[str]]]
Statement = Mapping[str, object]


def document(*statements: Statement) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[str],
    *,
    principal: Mapping[str, str | Sequence[str]] | None = None,
    when: Conditions | None = None,
) -> Statement:
    """Permit exactly these actions; `principal` belongs in policies of resources only."""
    statement: dict[str, object] = {"Sid": sid, "Effect": "Allow"}
    if principal is not None:
        statement["Principal"] = principal
    statement |= {"Action": list(actions), "Resource": list(resources)}
    if when is not None:
        statement["Condition"] = when
    return statement


def allow_service(
    sid: str, service: str, actions: Sequence[str], resources: Sequence[str], when: Conditions
) -> Statement:
    """Permit an AWS service, which must prove on whose behalf it calls (confused deputy)."""
    return allow(sid, actions, resources, principal={"Service": service}, when=when)


def deny_plain_text(resources: Sequence[str], actions: Sequence[str]) -> Statement:
    """Refuse every call that does not come over TLS."""
    return {
        "Sid": "DenyPlainText",
        "Effect": "Deny",
        "Principal": "*",
        "Action": list(actions),
        "Resource": list(resources),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def trust(service: str, when: Conditions) -> str:
    """A role's trust policy for one AWS service."""
    return document(
        {
            "Sid": "AssumedByService",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": when,
        }
    )


def from_account(arns: Arns) -> Conditions:
    """The calling service acts for this account."""
    return {"StringEquals": {"aws:SourceAccount": arns.account_id}}


def from_source(arns: Arns, sources: Sequence[str]) -> Conditions:
    """The calling service acts for these resources of this account."""
    return {
        "StringEquals": {"aws:SourceAccount": arns.account_id},
        "ArnLike": {"aws:SourceArn": list(sources)},
    }


def use_key(
    sid: str, arns: Arns, alias: str, actions: Sequence[str], when: Mapping[str, str]
) -> Statement:
    """Permit the use of the key behind an alias, under the conditions of `via` or `for_context`.

    A key's ARN is not known before deployment, its alias is: `kms:ResourceAliases` scopes the
    statement to that one key (AWS KMS developer guide, "Use aliases to control access to KMS
    keys").
    """
    conditions: Conditions = {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": alias},
        "StringEquals": when,
    }
    return allow(sid, actions, [arns.any_key], when=conditions)


def for_context(context: Mapping[str, str]) -> dict[str, str]:
    """Only for data of this encryption context, which the service that encrypts states to KMS."""
    return {f"kms:EncryptionContext:{key}": value for key, value in context.items()}


def via(service: str, context: Mapping[str, str]) -> dict[str, str]:
    """Only through this service, and for data of this encryption context."""
    return {"kms:ViaService": f"{service}.{REGION}.amazonaws.com"} | for_context(context)


def write_log(arns: Arns, *log_groups: str) -> Statement:
    """Permit writing to existing log groups."""
    return allow(
        "WriteLog",
        ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        [f"{arns.of(aws.cloudwatch.LogGroup, log_group)}:*" for log_group in log_groups],
    )


def read_secret(arns: Arns, secret_name: str) -> tuple[Statement, Statement]:
    """Permit reading one secret, whichever key encrypts it.

    The secret is not this stack's, nor is its key: Secrets Manager states the secret's ARN as
    encryption context, so the permission covers that secret's data keys and nothing else.
    """
    secret = arns.secret(secret_name)
    return (
        allow("ReadLedgerCredentials", ["secretsmanager:GetSecretValue"], [secret]),
        allow(
            "DecryptLedgerCredentials",
            ["kms:Decrypt"],
            [arns.any_key],
            when={
                "StringEquals": {"kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com"},
                "StringLike": {"kms:EncryptionContext:SecretARN": secret},
            },
        ),
    )
