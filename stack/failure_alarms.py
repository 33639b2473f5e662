"""Alarms of what was given up, was not delivered, or is written in the logs."""

from collections.abc import Iterator

from stack.alarm import FIVE_MINUTES, HOUR, Alarm, Source, Watched, never
from stack.log_filters import FILTERS, metric_namespace
from stack.names import Topic


def failures(watched: Watched) -> Iterator[Alarm]:
    """A failed record was kept, a dead letter waits, a backup is missing."""
    names = watched.names
    bucket = {
        "BucketName": names.failed_record_bucket,
        "FilterId": names.request_metrics,
    }
    yield Alarm(
        "failed-records",
        Source("AWS/S3", bucket),
        "PutRequests",
        never("a record was given up on: it is in the bucket and has to be driven again"),
        "Sum",
    )
    yield Alarm(
        "backup-failed",
        Source("AWS/Backup", {"BackupVaultName": names.backup_vault}),
        "NumberOfBackupJobsFailed",
        never("the month's snapshot of the ledger was not taken"),
        "Sum",
        period_seconds=HOUR,
    )
    yield Alarm(
        "dead-letters",
        Source("AWS/SQS", {"QueueName": names.dead_letters}),
        "ApproximateNumberOfMessagesVisible",
        never("a call or a notification could not be delivered"),
        period_seconds=FIVE_MINUTES,
    )


def topics(watched: Watched) -> Iterator[Alarm]:
    """Notifications that did not arrive; keys that are taken out of use."""
    for topic in Topic:
        yield Alarm(
            f"{topic}-undelivered",
            Source("AWS/SNS", {"TopicName": watched.names.topic(topic)}),
            "NumberOfNotificationsFailed",
            never("a subscriber did not get a message"),
            "Sum",
            period_seconds=FIVE_MINUTES,
        )
    yield Alarm(
        "key-deletion",
        Source("AWS/Events", {"RuleName": watched.names.key_deletion_rule}),
        "TriggeredRules",
        never("a KMS key is being disabled or deleted: with it goes everything it encrypts"),
        "Sum",
    )


def logs(watched: Watched) -> Iterator[Alarm]:
    """What the metric filters count in the logs."""
    source = Source(metric_namespace(watched.names), {})
    for each in FILTERS:
        yield Alarm(
            each.qualifier,
            source,
            each.metric,
            each.threshold,
            "Sum",
            period_seconds=FIVE_MINUTES,
        )
