"""Where work goes that could not be done: failed records to S3, whole; dead letters to SQS."""

import json

import pulumi_aws as aws

from stack.buckets import CreatedBucket, PrivateBucket
from stack.deployment import Component, Deployment
from stack.documents import (
    Statement,
    allow_service,
    deny_plain_text,
    document,
    from_source,
)
from stack.names import Topic

KEEP_FAILED_RECORDS_DAYS = 400
KEEP_ACCESS_LOGS_DAYS = 400
"""A year and a month: PCI DSS 10.5.1 asks for twelve months of logs."""
KEEP_DEAD_LETTERS_SECONDS = 14 * 24 * 3_600
"""The longest that SQS keeps a message."""


class Failures(Component):
    """The failed-record bucket with its access log, and the dead-letter queue."""

    def __init__(
        self, deployment: Deployment, bucket_key: aws.kms.Key, queue_key: aws.kms.Key
    ) -> None:
        super().__init__("Failures", deployment)
        names = deployment.names
        access_log = PrivateBucket(
            qualifier="access-logs",
            name=names.access_log_bucket,
            key=bucket_key,
            keep_days=KEEP_ACCESS_LOGS_DAYS,
            statements=(access_log_statement(deployment),),
        ).create(self, deployment)
        failed_records = PrivateBucket(
            qualifier="failed-records",
            name=names.failed_record_bucket,
            key=bucket_key,
            keep_days=KEEP_FAILED_RECORDS_DAYS,
        ).create(self, deployment)
        self.bucket = failed_records.bucket
        self._log_access(deployment, access_log)
        self._count_requests(deployment)
        self.queue = self._dead_letter_queue(deployment, queue_key)
        self.register_outputs({})

    def _log_access(self, deployment: Deployment, access_log: CreatedBucket) -> None:
        aws.s3.BucketLogging(
            deployment.names.of(aws.s3.BucketLogging, "failed-records"),
            bucket=self.bucket.bucket,
            target_bucket=access_log.bucket.bucket,
            target_prefix="failed-records/",
            opts=self.inside(access_log.policy),
        )

    def _count_requests(self, deployment: Deployment) -> None:
        name = deployment.names.request_metrics
        aws.s3.BucketMetric(name, name=name, bucket=self.bucket.bucket, opts=self.inside())

    def _dead_letter_queue(self, deployment: Deployment, key: aws.kms.Key) -> aws.sqs.Queue:
        name = deployment.names.dead_letters
        queue = aws.sqs.Queue(
            name,
            name=name,
            kms_master_key_id=key.arn,
            kms_data_key_reuse_period_seconds=300,
            message_retention_seconds=KEEP_DEAD_LETTERS_SECONDS,
            # Services write here directly; no other queue may overflow into this one.
            redrive_allow_policy=json.dumps({"redrivePermission": "denyAll"}),
            opts=self.inside(),
        )
        aws.sqs.QueuePolicy(
            deployment.names.of(aws.sqs.QueuePolicy, "dead-letters"),
            queue_url=queue.url,
            policy=document(*dead_letter_statements(deployment)),
            opts=self.inside(),
        )
        return queue


def access_log_statement(deployment: Deployment) -> Statement:
    """S3 writes the access log of one bucket."""
    names, arns = deployment.names, deployment.arns
    target = arns.of(aws.s3.Bucket, names.access_log_bucket)
    return allow_service(
        "WriteAccessLog",
        "logging.s3.amazonaws.com",
        ["s3:PutObject"],
        [f"{target}/failed-records/*"],
        from_source(arns, [arns.of(aws.s3.Bucket, names.failed_record_bucket)]),
    )


def dead_letter_statements(deployment: Deployment) -> list[Statement]:
    """SNS and EventBridge write in their own name; functions and the scheduler have roles."""
    names, arns = deployment.names, deployment.arns
    queue = arns.of(aws.sqs.Queue, names.dead_letters)
    topics = [arns.of(aws.sns.Topic, names.topic(topic)) for topic in Topic]
    rule = arns.of(aws.cloudwatch.EventRule, names.key_deletion_rule)
    return [
        deny_plain_text([queue], ["sqs:*"]),
        allow_service(
            "KeepUndelivered",
            "sns.amazonaws.com",
            ["sqs:SendMessage"],
            [queue],
            from_source(arns, topics),
        ),
        allow_service(
            "KeepEvents",
            "events.amazonaws.com",
            ["sqs:SendMessage"],
            [queue],
            from_source(arns, [rule]),
        ),
    ]
