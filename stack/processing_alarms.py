"""Alarms of ingestion and of the functions: lag, throttling, errors, what the processor counts."""

from collections.abc import Iterator

from stack.alarm import AT_LEAST, BELOW, FIVE_MINUTES, HOUR, Alarm, Source, Watched, never
from stack.functions import SIZINGS
from stack.names import Function, Names
from stack.processor.interface import ENVIRONMENT_DIMENSION, METRIC_NAMESPACE, SERVICE_NAME, Metric
from stack.thresholds import Threshold


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
