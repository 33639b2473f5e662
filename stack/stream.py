"""Ingestion: the Kinesis stream that producers put transactions on."""

import pulumi_aws as aws

from stack.capacity import STREAM_RETENTION_HOURS
from stack.deployment import Component, Deployment
from stack.documents import allow, document, use_key, via
from stack.names import Key

SHARD_METRICS = (
    "IncomingBytes",
    "IncomingRecords",
    "IteratorAgeMilliseconds",
    "OutgoingBytes",
    "OutgoingRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
)


class TransactionStream(Component):
    """The stream, and a policy that lets a producer put records on it and do nothing else."""

    def __init__(self, deployment: Deployment, key: aws.kms.Key) -> None:
        super().__init__("TransactionStream", deployment)
        names = deployment.names
        self.stream = aws.kinesis.Stream(
            names.stream,
            name=names.stream,
            stream_mode_details=aws.kinesis.StreamStreamModeDetailsArgs(stream_mode="PROVISIONED"),
            shard_count=deployment.settings.plan.stream.shards,
            retention_period=STREAM_RETENTION_HOURS,
            encryption_type="KMS",
            kms_key_id=key.arn,
            shard_level_metrics=list(SHARD_METRICS),
            enforce_consumer_deletion=True,
            opts=self.inside(),
        )
        policy = names.of(aws.iam.Policy, "producer")
        self.producer_policy = aws.iam.Policy(
            policy,
            name=policy,
            description=f"Put transactions on {names.stream}",
            policy=producer_policy(deployment),
            opts=self.inside(),
        )
        self.register_outputs({})


def producer_policy(deployment: Deployment) -> str:
    """What a producer needs: to put records, and to encrypt them through Kinesis."""
    arns = deployment.arns
    stream = arns.of(aws.kinesis.Stream, deployment.names.stream)
    return document(
        allow("PutTransactions", ["kinesis:PutRecord", "kinesis:PutRecords"], [stream]),
        use_key(
            "EncryptTransactions",
            arns,
            deployment.names.key_alias(Key.STREAM),
            ["kms:GenerateDataKey"],
            via("kinesis", {"aws:kinesis:arn": stream}),
        ),
    )
