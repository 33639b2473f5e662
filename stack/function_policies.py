"""What each function may do: exact actions on exact resources, all known before deployment."""

import pulumi_aws as aws

from stack.arns import Arns
from stack.deployment import Deployment
from stack.documents import Statement, allow, for_context, read_secret, use_key, via, write_log
from stack.log_groups import FUNCTION_LOGS, log_group_names
from stack.names import Function, Key, Names, Topic

NETWORK_INTERFACE_ACTIONS = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
NETWORK_READ_ACTIONS = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
MESSAGE_KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")


def function_statements(deployment: Deployment, function: Function) -> list[Statement]:
    """The inline policy of one function's role."""
    names, arns = deployment.names, deployment.arns
    secret = deployment.settings.ledger_secret_name
    common = [*_runtime(function, names, arns), *read_secret(arns, secret)]
    stores = [*_publish(Topic.FRAUD_ALERTS, names, arns), _use_history(names, arns)]
    asynchronous = _report_failure(names, arns)
    match function:
        case Function.STREAM:
            return (
                common + stores + _consume(names, arns) + _keep_failed(names, arns) + asynchronous
            )
        case Function.SWEEPER:
            return common + stores + asynchronous
        case Function.MIGRATION:
            return common + asynchronous


def _runtime(function: Function, names: Names, arns: Arns) -> list[Statement]:
    name = names.function(function)
    return [
        write_log(arns, log_group_names(names, arns)[FUNCTION_LOGS[function]]),
        # X-Ray has no resources to name.
        allow("WriteTraces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]),
        use_key(
            "DecryptEnvironment",
            arns,
            names.key_alias(Key.PROCESSOR),
            ["kms:Decrypt"],
            for_context({"aws:lambda:FunctionArn": arns.of(aws.lambda_.Function, name)}),
        ),
        *_join_network(arns.of(aws.lambda_.Function, name), arns),
    ]


def _join_network(function: str, arns: Arns) -> list[Statement]:
    # Lambda, not the code, joins the VPC with this role; the ids of subnets and interfaces are
    # AWS's own. Calls of the code itself carry lambda:SourceFunctionArn, and are refused
    # (Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC").
    return [
        allow("ManageNetworkInterfaces", NETWORK_INTERFACE_ACTIONS, arns.network_parts),
        allow("FindNetworkInterfaces", NETWORK_READ_ACTIONS, ["*"]),
        {
            "Sid": "RefuseNetworkChangesByCode",
            "Effect": "Deny",
            "Action": [*NETWORK_INTERFACE_ACTIONS, *NETWORK_READ_ACTIONS],
            "Resource": "*",
            "Condition": {"ArnEquals": {"lambda:SourceFunctionArn": function}},
        },
    ]


def _use_history(names: Names, arns: Arns) -> Statement:
    return allow(
        "ConnectToHistory",
        ["elasticache:Connect"],
        [
            arns.of(aws.elasticache.ReplicationGroup, names.history),
            arns.of(aws.elasticache.User, names.history_user),
        ],
    )


def _publish(topic: Topic, names: Names, arns: Arns) -> list[Statement]:
    arn = arns.of(aws.sns.Topic, names.topic(topic))
    sid = "".join(word.capitalize() for word in topic.split("-"))
    return [
        allow(f"Publish{sid}", ["sns:Publish"], [arn]),
        use_key(
            f"Encrypt{sid}",
            arns,
            names.key_alias(Key.ALERTS),
            MESSAGE_KEY_ACTIONS,
            via("sns", {"aws:sns:topicArn": arn}),
        ),
    ]


def _report_failure(names: Names, arns: Arns) -> list[Statement]:
    queue = arns.of(aws.sqs.Queue, names.dead_letters)
    return [
        *_publish(Topic.OPERATIONS, names, arns),
        allow("KeepDeadLetters", ["sqs:SendMessage"], [queue]),
        use_key(
            "EncryptDeadLetters",
            arns,
            names.key_alias(Key.ALERTS),
            MESSAGE_KEY_ACTIONS,
            via("sqs", {"aws:sqs:arn": queue}),
        ),
    ]


def _consume(names: Names, arns: Arns) -> list[Statement]:
    stream = arns.of(aws.kinesis.Stream, names.stream)
    return [
        allow(
            "ReadTransactions",
            [
                "kinesis:DescribeStream",
                "kinesis:DescribeStreamSummary",
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:ListShards",
            ],
            [stream],
        ),
        use_key(
            "DecryptTransactions",
            arns,
            names.key_alias(Key.STREAM),
            ["kms:Decrypt"],
            via("kinesis", {"aws:kinesis:arn": stream}),
        ),
    ]


def _keep_failed(names: Names, arns: Arns) -> list[Statement]:
    bucket = arns.of(aws.s3.Bucket, names.failed_record_bucket)
    return [
        allow("FindFailedRecordBucket", ["s3:ListBucket"], [bucket]),
        allow("KeepFailedRecords", ["s3:PutObject"], [f"{bucket}/*"]),
        use_key(
            "EncryptFailedRecords",
            arns,
            names.key_alias(Key.FAILED_RECORDS),
            ["kms:GenerateDataKey"],
            via("s3", {"aws:s3:arn": bucket}),
        ),
    ]
