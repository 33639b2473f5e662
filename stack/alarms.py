"""Every alarm, as data: what is watched, when it is too much, and why.

Metrics and dimensions: the "monitoring" chapter of each service's user guide. A Multi-AZ instance
has no replica lag to watch, because its standby commits together with the primary; the history's
replicas have one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from stack.arns import Arns
from stack.functions import SIZINGS
from stack.history import node_ids
from stack.log_filters import FILTERS, metric_namespace
from stack.names import Function, Names, Topic
from stack.processor.interface import ENVIRONMENT_DIMENSION, METRIC_NAMESPACE, SERVICE_NAME, Metric
from stack.settings import Settings
from stack.thresholds import Threshold, Thresholds

Comparison = Literal["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold"]
ABOVE: Final = "GreaterThanThreshold"
AT_LEAST: Final = "GreaterThanOrEqualToThreshold"
BELOW: Final = "LessThanThreshold"
FIVE_MINUTES: Final = 300
HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class Source:
    """Whose metrics: a namespace, and the dimensions that select one resource."""

    namespace: str
    dimensions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One CloudWatch alarm: `periods` in a row beyond the threshold."""

    qualifier: str
    source: Source
    metric: str
    threshold: Threshold
    statistic: str = "Maximum"
    comparison: Comparison = ABOVE
    period_seconds: int = 60
    periods: int = 1
    missing: Literal["breaching", "notBreaching"] = "notBreaching"


@dataclass(frozen=True, slots=True)
class Watched:
    """What the alarms are about: this deployment's settings and names."""

    settings: Settings
    names: Names
    arns: Arns

    @property
    def limits(self) -> Thresholds:
        """What is too much for a system of this size."""
        return Thresholds(self.settings.plan)


def all_alarms(watched: Watched) -> list[Alarm]:
    """Every alarm of the system, along the way of a transaction."""
    areas = (stream, functions, decisions, history, ledger, failures, topics, logs)
    return [alarm for area in areas for alarm in area(watched)]


def never(reason: str) -> Threshold:
    """Not a single one is acceptable."""
    return Threshold(0, reason)


def stream(watched: Watched) -> Iterator[Alarm]:
    """Producers that are throttled or silent, records that grow old."""
    source = Source("AWS/Kinesis", {"StreamName": watched.names.stream})
    age, limits = "GetRecords.IteratorAgeMilliseconds", watched.limits
    yield Alarm("stream-lag", source, age, limits.stream_lag, periods=3)
    yield Alarm("stream-backlog", source, age, limits.stream_backlog)
    yield Alarm("stream-loss", source, age, limits.stream_loss)
    for qualifier, metric, reason in (
        (
            "stream-writes-throttled",
            "WriteProvisionedThroughputExceeded",
            "producers are refused: the stream needs another shard, or a key is hot",
        ),
        (
            "stream-reads-throttled",
            "ReadProvisionedThroughputExceeded",
            "consumers are refused: someone else reads the stream beside the processor",
        ),
    ):
        yield Alarm(qualifier, source, metric, never(reason), "Sum", periods=3)
    yield Alarm(
        "stream-silent",
        source,
        "IncomingRecords",
        Threshold(1, "an hour without one transaction: the producers are down, not the customers"),
        "Sum",
        BELOW,
        HOUR,
        missing="breaching",
    )


def functions(watched: Watched) -> Iterator[Alarm]:
    """Functions that fail, are refused, or come close to their timeout."""
    for function in Function:
        source = Source("AWS/Lambda", {"FunctionName": watched.names.function(function)})
        half = SIZINGS[function].timeout_seconds * 500
        for what, metric, reason in (
            ("errors", "Errors", "an invocation failed or ran out of time"),
            ("throttles", "Throttles", "the reserved concurrency was used up"),
            ("dead-letters-lost", "DeadLetterErrors", "the dead-letter queue refused a message"),
            ("reports-lost", "DestinationDeliveryFailures", "a failed record or call was not kept"),
        ):
            yield Alarm(f"{function}-{what}", source, metric, never(reason), "Sum", periods=1)
        yield Alarm(
            f"{function}-duration",
            source,
            "Duration",
            Threshold(half, "half of the timeout, in ms: the next slow store makes it a failure"),
            "p99",
            periods=3,
        )
    processor = Source("AWS/Lambda", {"FunctionName": watched.names.function(Function.STREAM)})
    yield Alarm(
        "stream-concurrency",
        processor,
        "ConcurrentExecutions",
        watched.limits.concurrency,
        comparison=AT_LEAST,
        periods=15,
    )
    yield Alarm("processor-lag", processor, "IteratorAge", watched.limits.stream_lag, periods=3)
    yield from _schedule(watched)


def _schedule(watched: Watched) -> Iterator[Alarm]:
    source = Source("AWS/Scheduler", {"ScheduleGroup": watched.names.schedule_group})
    for qualifier, metric, reason in (
        ("schedule-errors", "TargetErrorCount", "the sweeper could not be invoked"),
        ("schedule-dropped", "InvocationDroppedCount", "a call of the sweeper was given up"),
    ):
        yield Alarm(qualifier, source, metric, never(reason), "Sum", period_seconds=FIVE_MINUTES)


def decisions(watched: Watched) -> Iterator[Alarm]:
    """What the processor itself counts: quarantine, degraded decisions, pending alerts."""
    source = business_source(watched.names)
    for metric, reason in (
        (Metric.TRANSACTIONS_QUARANTINED, "a record is in quarantine: a producer sends bad data"),
        (Metric.HISTORY_UNAVAILABLE, "decisions are made without the 24-hour history"),
        (Metric.HISTORY_INCOMPLETE, "the history was lost and is being rebuilt from the ledger"),
        (Metric.LEDGER_UNAVAILABLE, "transactions wait in the stream; none is lost"),
        (Metric.DECISIONS_DEGRADED, "decisions rest on part of the rules until scored again"),
        (Metric.RECONCILIATION_DIFFERENCE, "received differs from stored, duplicate, quarantined"),
    ):
        yield Alarm(_kebab(metric), source, metric, never(reason), "Sum")
    yield Alarm(
        _kebab(Metric.ALERTS_PENDING),
        source,
        Metric.ALERTS_PENDING,
        never("a fraud alert waits for more than five minutes to be published"),
        "Minimum",
        periods=5,
    )
    yield Alarm(
        _kebab(Metric.TRANSACTION_LAG_MILLISECONDS),
        source,
        Metric.TRANSACTION_LAG_MILLISECONDS,
        Threshold(5_000, "one in a hundred decisions comes 5 s after its transaction"),
        "p99",
        periods=5,
    )
    yield Alarm(
        _kebab(Metric.CONFIRMED_FRAUD_YEN_MONTH_TO_DATE),
        source,
        Metric.CONFIRMED_FRAUD_YEN_MONTH_TO_DATE,
        Threshold(500_000, "three such months make JapanCart a fraud-manifest merchant"),
        period_seconds=HOUR,
    )


def business_source(names: Names) -> Source:
    """The processor's own metrics, as its EMF log lines label them."""
    dimensions = {ENVIRONMENT_DIMENSION: names.suffix, "service": SERVICE_NAME}
    return Source(METRIC_NAMESPACE, dimensions)


def _kebab(metric: Metric) -> str:
    return metric.name.lower().replace("_", "-")


def history(watched: Watched) -> Iterator[Alarm]:
    """Each node of the history: memory, evictions, load, replication."""
    settings, limits = watched.settings, watched.limits
    nodes = node_ids(
        watched.names.history,
        settings.plan.history.shards,
        cluster_mode=settings.history_cluster_mode,
    )
    for node in nodes:
        source = Source("AWS/ElastiCache", {"CacheClusterId": node, "CacheNodeId": "0001"})
        label = node.removeprefix(watched.names.history + "-")
        for what, metric, threshold, periods in (
            ("memory", "DatabaseMemoryUsagePercentage", limits.cache_memory_percent, 5),
            ("evictions", "Evictions", never("a node evicts keys: noeviction is not in force"), 1),
            ("load", "EngineCPUUtilization", Threshold(70, "one thread runs all commands"), 5),
            ("connections", "CurrConnections", limits.cache_connections, 5),
            ("swap", "SwapUsage", Threshold(50 * 2**20, "50 MB: memory is overcommitted"), 5),
            ("lag", "ReplicationLag", Threshold(5, "a failover now loses 5 s of history"), 3),
            (
                "refused",
                "IamAuthenticationThrottling",
                never("new connections of the functions are refused"),
                1,
            ),
        ):
            yield Alarm(f"history-{label}-{what}", source, metric, threshold, periods=periods)


def ledger(watched: Watched) -> Iterator[Alarm]:
    """The database instance: load, room, latency, wraparound."""
    source = Source("AWS/RDS", {"DBInstanceIdentifier": watched.names.ledger})
    limits = watched.limits
    for what, metric, threshold in (
        ("load", "CPUUtilization", Threshold(70, "no room for the peak after a failover")),
        ("connections", "DatabaseConnections", limits.ledger_connections),
        ("queue", "DiskQueueDepth", Threshold(64, "requests wait for the volume")),
        ("swap", "SwapUsage", Threshold(256 * 2**20, "256 MB: memory is overcommitted")),
        ("write-latency", "WriteLatency", Threshold(0.02, "20 ms a write slow every batch")),
        (
            "transaction-ids",
            "MaximumUsedTransactionIDs",
            Threshold(1e9, "half way to the wraparound that stops all writes: vacuum fails"),
        ),
    ):
        yield Alarm(f"ledger-{what}", source, metric, threshold, "Average", periods=5)
    for what, metric, threshold in (
        ("free-storage", "FreeStorageSpace", limits.ledger_free_storage),
        ("free-memory", "FreeableMemory", limits.ledger_free_memory),
    ):
        yield Alarm(f"ledger-{what}", source, metric, threshold, "Minimum", BELOW, periods=5)


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
        "MatchedEvents",
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
