"""Documents of our own on which other linters are asked as well.

Needs nothing but Python, since the linters run in an environment of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

ACCOUNT = "000000000000"
REGION = "ap-northeast-1"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:queue-dev"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:topic-dev"
STREAM = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/stream-dev"
BUCKET = "arn:aws:s3:::bucket-dev"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/role-dev"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:function-dev"
KEYS = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/*"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
LOG_GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/function-dev"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:ledger-AbCdEf"
GITHUB = "token.actions.githubusercontent.com"


@dataclass(frozen=True)
class Sample:
    """A document and where it stands: `identity`, `trust`, `queue`, `topic`, `bucket` or `key`."""

    place: str
    document: dict[str, object]


def _document(*statements: dict[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _statement(**members: object) -> dict[str, object]:
    return {"Effect": "Allow", **members}


def _identity(action: object, resource: object, **more: object) -> Sample:
    return Sample("identity", _document(_statement(Action=action, Resource=resource, **more)))


def _trust(principal: object, action: str = "sts:AssumeRole", **more: object) -> Sample:
    return Sample("trust", _document(_statement(Principal=principal, Action=action, **more)))


def _on(place: str, principal: object, action: object, resource: object, **more: object) -> Sample:
    statement = _statement(Principal=principal, Action=action, Resource=resource, **more)
    return Sample(place, _document(statement))


SAMPLES: dict[str, Sample] = {
    "scoped-read": _identity(["kinesis:GetRecords", "kinesis:GetShardIterator"], STREAM),
    "scoped-secret": _identity("secretsmanager:GetSecretValue", SECRET),
    "scoped-log-stream": _identity(["logs:CreateLogStream", "logs:PutLogEvents"], f"{LOG_GROUP}:*"),
    "list-only-action": _identity("ec2:DescribeInstances", "*"),
    "trace-writing": _identity(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
    "metrics-in-namespace": _identity(
        "cloudwatch:PutMetricData",
        "*",
        Condition={"StringEquals": {"cloudwatch:namespace": "Fraud"}},
    ),
    "administrator": _identity("*", "*"),
    "whole-service": _identity("kinesis:*", STREAM),
    "whole-service-everywhere": _identity("s3:*", "*"),
    "partial-wildcard": _identity("s3:Get*", f"{BUCKET}/*"),
    "wildcard-of-one": _identity("sqs:SendMessag*", QUEUE),
    "read-everywhere": _identity("s3:GetObject", "*"),
    "write-everywhere": _identity("sqs:SendMessage", "*"),
    "mixed-everywhere": _identity(["sqs:SendMessage", "ec2:DescribeInstances"], "*"),
    "every-bucket": _identity("s3:GetObject", "arn:aws:s3:::*"),
    "decrypt-everywhere": _identity("kms:Decrypt", "*"),
    "decrypt-all-keys": _identity("kms:Decrypt", KEYS),
    "decrypt-by-alias": _identity(
        "kms:Decrypt",
        KEYS,
        Condition={"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/key-dev"}},
    ),
    "decrypt-one-key": _identity("kms:Decrypt", KEY),
    "misspelt-action": _identity("kinesis:GetRecord", STREAM),
    "misspelt-service": _identity("kinesys:GetRecords", STREAM),
    "wildcard-in-service": _identity("kin*:GetRecords", STREAM),
    "object-action-on-bucket": _identity("s3:GetObject", BUCKET),
    "bucket-action-on-object": _identity("s3:ListBucket", f"{BUCKET}/*"),
    "unscopable-action-scoped": _identity(
        "ec2:DescribeInstances", f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/*"
    ),
    "stray-resource": _identity("sqs:SendMessage", [QUEUE, TOPIC]),
    "no-arn": _identity("sqs:SendMessage", "queue-dev"),
    "log-stream-on-group": _identity("logs:CreateLogStream", LOG_GROUP),
    "foreign-condition-key": _identity(
        "s3:GetObject", f"{BUCKET}/*", Condition={"StringEquals": {"s3:prefix": "reports/"}}
    ),
    "misspelt-condition-key": _identity(
        "s3:ListBucket", BUCKET, Condition={"StringEquals": {"aws:PrincipleOrgID": "o-abc1234567"}}
    ),
    "number-as-boolean": _identity(
        "s3:ListBucket", BUCKET, Condition={"Bool": {"aws:MultiFactorAuthAge": "true"}}
    ),
    "wildcard-as-letter": _identity(
        "s3:ListBucket", BUCKET, Condition={"StringEquals": {"s3:prefix": "reports/*"}}
    ),
    "unknown-operator": _identity(
        "s3:ListBucket", BUCKET, Condition={"StringEqual": {"s3:prefix": "reports/"}}
    ),
    "if-exists": _identity(
        "s3:ListBucket", BUCKET, Condition={"StringEqualsIfExists": {"s3:prefix": "reports/"}}
    ),
    "for-all-values": _identity(
        "ec2:CreateTags",
        f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/i-0123456789abcdef0",
        Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["owner"]}},
    ),
    "not-action": Sample("identity", _document(_statement(NotAction="iam:*", Resource="*"))),
    "not-resource": Sample(
        "identity", _document(_statement(Action="s3:GetObject", NotResource=f"{BUCKET}/private/*"))
    ),
    "deny-not-action": Sample(
        "identity",
        _document(
            {
                "Effect": "Deny",
                "NotAction": ["sts:GetCallerIdentity"],
                "Resource": "*",
                "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
            }
        ),
    ),
    "deny-everything": Sample(
        "identity", _document({"Effect": "Deny", "Action": "*", "Resource": "*"})
    ),
    "pass-any-role": _identity("iam:PassRole", "*"),
    "pass-one-role": _identity("iam:PassRole", ROLE),
    "pass-one-role-to-service": _identity(
        "iam:PassRole",
        ROLE,
        Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    ),
    "create-function-and-pass": Sample(
        "identity",
        _document(
            _statement(Action="iam:PassRole", Resource=f"arn:aws:iam::{ACCOUNT}:role/*"),
            _statement(
                Action=["lambda:CreateFunction", "lambda:InvokeFunction"], Resource=FUNCTION
            ),
        ),
    ),
    "rewrite-policy": _identity(
        "iam:CreatePolicyVersion", f"arn:aws:iam::{ACCOUNT}:policy/policy-dev"
    ),
    "attach-within-boundary": _identity(
        "iam:AttachRolePolicy",
        f"arn:aws:iam::{ACCOUNT}:role/tenant/*",
        Condition={
            "StringEquals": {"iam:PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/boundary"}
        },
    ),
    "no-resource": Sample("identity", _document(_statement(Action="sqs:SendMessage"))),
    "no-version": Sample(
        "identity", {"Statement": [_statement(Action="sqs:SendMessage", Resource=QUEUE)]}
    ),
    "same-sid-twice": Sample(
        "identity",
        _document(
            _statement(Sid="Send", Action="sqs:SendMessage", Resource=QUEUE),
            _statement(Sid="Send", Action="sns:Publish", Resource=TOPIC),
        ),
    ),
    "trust-lambda": _trust({"Service": "lambda.amazonaws.com"}),
    "trust-lambda-of-account": _trust(
        {"Service": "lambda.amazonaws.com"},
        Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    ),
    "trust-instances": _trust({"Service": "ec2.amazonaws.com"}),
    "trust-everybody": _trust({"AWS": "*"}),
    "trust-own-account": _trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
    "trust-github-audience": _trust(
        {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"},
        "sts:AssumeRoleWithWebIdentity",
        Condition={"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}},
    ),
    "trust-github-repository": _trust(
        {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"},
        "sts:AssumeRoleWithWebIdentity",
        Condition={
            "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
            "StringLike": {f"{GITHUB}:sub": "repo:japancart/monitoring:*"},
        },
    ),
    "trust-with-resource": _trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, Resource="*"),
    "queue-for-topic": _on(
        "queue",
        {"Service": "sns.amazonaws.com"},
        "sqs:SendMessage",
        QUEUE,
        Condition={"ArnEquals": {"aws:SourceArn": TOPIC}},
    ),
    "queue-for-any-topic": _on("queue", {"Service": "sns.amazonaws.com"}, "sqs:SendMessage", QUEUE),
    "queue-for-everybody": _on("queue", "*", "sqs:SendMessage", QUEUE),
    "queue-whole-service": _on("queue", {"AWS": ROLE}, "sqs:*", QUEUE),
    "queue-source-wildcard": _on(
        "queue",
        "*",
        "sqs:SendMessage",
        QUEUE,
        Condition={"StringLike": {"aws:SourceArn": "*"}},
    ),
    "queue-denies-plain-text": Sample(
        "queue",
        _document(
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": QUEUE,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ),
    ),
    "bucket-for-role": _on("bucket", {"AWS": ROLE}, "s3:GetObject", f"{BUCKET}/*"),
    "bucket-object-action-on-bucket": _on("bucket", {"AWS": ROLE}, "s3:GetObject", BUCKET),
    "bucket-not-principal": Sample(
        "bucket",
        _document(
            {
                "Effect": "Allow",
                "NotPrincipal": {"AWS": ROLE},
                "Action": "s3:GetObject",
                "Resource": f"{BUCKET}/*",
            }
        ),
    ),
    "key-default": _on("key", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "kms:*", "*"),
    "key-for-everybody": _on("key", {"AWS": "*"}, "kms:Decrypt", "*"),
    "key-for-role-whole": _on("key", {"AWS": ROLE}, "kms:*", "*"),
    "key-for-logs": _on(
        "key",
        {"Service": f"logs.{REGION}.amazonaws.com"},
        ["kms:Decrypt", "kms:GenerateDataKey"],
        "*",
        Condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"{LOG_GROUP}*"}},
    ),
    "key-for-any-logs": _on("key", {"Service": f"logs.{REGION}.amazonaws.com"}, "kms:Decrypt", "*"),
}
