"""The dashboard: one screen, in the order in which a person on call asks.

Is anything wrong? Do transactions come in, and in time? Are decisions made? Are the stores well?
Did anything get lost?
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import pulumi_aws as aws

from stack.alarm import Alarm, Source, Watched
from stack.alarms import all_alarms
from stack.history import node_ids
from stack.names import Function, Topic
from stack.processing_alarms import business_source
from stack.processor.interface import Metric
from stack.settings import REGION

COLUMNS = 24
GRAPH_HEIGHT = 6
TITLE_HEIGHT = 2
ALARMS_A_LINE = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a graph."""

    source: Source
    metric: str
    statistic: str = "Sum"

    def render(self) -> list[object]:
        """As CloudWatch writes it: namespace, metric, dimensions in pairs, options."""
        pairs = [part for pair in self.source.dimensions.items() for part in pair]
        return [self.source.namespace, self.metric, *pairs, {"stat": self.statistic}]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph with its title."""

    title: str
    lines: Sequence[Line]

    def render(self) -> dict[str, object]:
        """The properties of a metric widget."""
        return {
            "title": self.title,
            "region": REGION,
            "view": "timeSeries",
            "period": 60,
            "metrics": [line.render() for line in self.lines],
        }


def dashboard_body(watched: Watched) -> str:
    """The whole dashboard as CloudWatch wants it."""
    rows = (_ingestion(watched), _decisions(watched), _stores(watched), _failures(watched))
    alarm_height = 2 + len(all_alarms(watched)) // ALARMS_A_LINE
    widgets = [_title(watched), _alarm_status(watched, alarm_height)]
    for number, graphs in enumerate(rows):
        y = TITLE_HEIGHT + alarm_height + number * GRAPH_HEIGHT
        width = COLUMNS // len(graphs)
        widgets += [
            _widget("metric", graph.render(), Place(y, column * width, width))
            for column, graph in enumerate(graphs)
        ]
    return json.dumps({"widgets": widgets})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a widget is, in columns and rows."""

    y: int
    x: int = 0
    width: int = COLUMNS
    height: int = GRAPH_HEIGHT


def _widget(kind: str, properties: Mapping[str, object], place: Place) -> dict[str, object]:
    return {"type": kind, **asdict(place), "properties": properties}


def _title(watched: Watched) -> dict[str, object]:
    peak = watched.settings.plan.load.peak_transactions_per_minute
    text = (
        f"# Transaction monitoring: {watched.names.suffix}\n"
        f"Sized for {peak:,} transactions a minute. "
        "Read from the top: alarms, ingestion, decisions, stores, failures."
    )
    return _widget("text", {"markdown": text}, Place(0, height=TITLE_HEIGHT))


def _alarm_status(watched: Watched, height: int) -> dict[str, object]:
    arns = [alarm_arn(watched, alarm) for alarm in all_alarms(watched)]
    properties = {"title": "Alarms", "alarms": arns}
    return _widget("alarm", properties, Place(TITLE_HEIGHT, height=height))


def alarm_arn(watched: Watched, alarm: Alarm) -> str:
    """The ARN of an alarm, known before it exists."""
    return watched.arns.of(
        aws.cloudwatch.MetricAlarm, watched.names.of(aws.cloudwatch.MetricAlarm, alarm.qualifier)
    )


def _ingestion(watched: Watched) -> list[Graph]:
    stream = Source("AWS/Kinesis", {"StreamName": watched.names.stream})
    function = Source("AWS/Lambda", {"FunctionName": watched.names.function(Function.STREAM)})
    throttled = ("WriteProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded")
    return [
        Graph(
            "Transactions a minute",
            [Line(stream, "IncomingRecords"), *(Line(stream, metric) for metric in throttled)],
        ),
        Graph(
            "How far behind, ms",
            [
                Line(stream, "GetRecords.IteratorAgeMilliseconds", "Maximum"),
                Line(function, "IteratorAge", "Maximum"),
                _business(watched, Metric.TRANSACTION_LAG_MILLISECONDS, "p99"),
            ],
        ),
        Graph(
            "Processor",
            [
                Line(function, "Duration", "p99"),
                Line(function, "Errors"),
                Line(function, "Throttles"),
                Line(function, "ConcurrentExecutions", "Maximum"),
            ],
        ),
    ]


def _decisions(watched: Watched) -> list[Graph]:
    groups = {
        "Transactions": (
            Metric.TRANSACTIONS_RECEIVED,
            Metric.TRANSACTIONS_STORED,
            Metric.TRANSACTIONS_DUPLICATE,
            Metric.TRANSACTIONS_QUARANTINED,
        ),
        "Fraud alerts": (Metric.ALERTS_RAISED, Metric.ALERTS_PUBLISHED, Metric.ALERTS_PENDING),
        "Degraded operation": (
            Metric.DECISIONS_DEGRADED,
            Metric.DECISIONS_RESCORED,
            Metric.HISTORY_UNAVAILABLE,
            Metric.HISTORY_INCOMPLETE,
            Metric.LEDGER_UNAVAILABLE,
        ),
    }
    graphs = [
        Graph(title, [_business(watched, metric) for metric in metrics])
        for title, metrics in groups.items()
    ]
    fraud = _business(watched, Metric.CONFIRMED_FRAUD_YEN_MONTH_TO_DATE, "Maximum")
    return [*graphs, Graph("Confirmed fraud this month, yen", [fraud])]


def _business(watched: Watched, metric: Metric, statistic: str = "Sum") -> Line:
    return Line(business_source(watched.names), metric, statistic)


def _stores(watched: Watched) -> list[Graph]:
    ledger = Source("AWS/RDS", {"DBInstanceIdentifier": watched.names.ledger})
    nodes = [
        Source("AWS/ElastiCache", {"CacheClusterId": node, "CacheNodeId": "0001"})
        for node in node_ids(
            watched.names.history,
            watched.settings.plan.history.shards,
            cluster_mode=watched.settings.history_cluster_mode,
        )
    ]
    return [
        Graph(
            "History: memory and load, %",
            [
                Line(node, metric, "Maximum")
                for metric in ("DatabaseMemoryUsagePercentage", "EngineCPUUtilization")
                for node in nodes
            ],
        ),
        Graph(
            "Ledger: load, % and connections",
            [
                Line(ledger, metric, "Average")
                for metric in ("CPUUtilization", "DatabaseConnections")
            ],
        ),
        Graph(
            "Ledger: latency, s",
            [Line(ledger, metric, "Average") for metric in ("WriteLatency", "ReadLatency")],
        ),
        Graph("Ledger: free storage, bytes", [Line(ledger, "FreeStorageSpace", "Minimum")]),
    ]


def _failures(watched: Watched) -> list[Graph]:
    names = watched.names
    bucket = {
        "BucketName": names.failed_record_bucket,
        "FilterId": names.request_metrics,
    }
    queue = Source("AWS/SQS", {"QueueName": names.dead_letters})
    return [
        Graph(
            "Failed records and dead letters",
            [
                Line(Source("AWS/S3", bucket), "PutRequests"),
                Line(queue, "ApproximateNumberOfMessagesVisible", "Maximum"),
            ],
        ),
        Graph("Reconciliation difference", [_business(watched, Metric.RECONCILIATION_DIFFERENCE)]),
        Graph(
            "Notifications not delivered",
            [
                Line(
                    Source("AWS/SNS", {"TopicName": names.topic(topic)}),
                    "NumberOfNotificationsFailed",
                )
                for topic in Topic
            ],
        ),
    ]
