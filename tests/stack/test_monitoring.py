import json
from collections.abc import Mapping, Sequence

import pytest

from stack.alarm import Watched
from stack.alarms import all_alarms
from stack.arns import Arns
from stack.dashboard import dashboard_body
from stack.names import Names
from stack.processor.interface import METRIC_NAMESPACE, SERVICE_NAME, Metric
from stack.settings import REGION, read_settings
from tests.stack.recording import ACCOUNT, SETTINGS, Recording, arn_of

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
OPERATIONS = arn_of("aws:sns/topic:Topic", "sns-topic-operations-dev")
GOOD_NEWS = {
    Metric.TRANSACTIONS_RECEIVED,
    Metric.TRANSACTIONS_STORED,
    Metric.TRANSACTIONS_DUPLICATE,
    Metric.ALERTS_RAISED,
    Metric.ALERTS_PUBLISHED,
    Metric.DECISIONS_RESCORED,
}
"""Metrics that no one is woken up for."""


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched(read_settings(SETTINGS, REGION), Names("dev", ACCOUNT), Arns(ACCOUNT))


def metric_lines(body: str) -> list[Sequence[object]]:
    widgets = json.loads(body)["widgets"]
    return [line for each in widgets for line in each["properties"].get("metrics", ())]


def test_every_alarm_acts_and_says_why(program: Recording) -> None:
    alarms = [each.inputs for each in program.of(ALARM)]

    assert len(alarms) == len({alarm["name"] for alarm in alarms})
    for alarm in alarms:
        assert alarm["actionsEnabled"] is True
        assert alarm["alarmActions"] == [OPERATIONS]
        assert alarm["okActions"] == [OPERATIONS]
        assert alarm["treatMissingData"] in {"breaching", "notBreaching"}
        metric, _, reason = str(alarm["alarmDescription"]).partition(": ")
        assert metric == alarm["metricName"]
        assert len(reason) > 20


def test_alarms_keep_to_what_cloudwatch_accepts(program: Recording) -> None:
    for each in program.of(ALARM):
        alarm = each.inputs
        assert ("statistic" in alarm) != ("extendedStatistic" in alarm)
        assert float(str(alarm["period"])) % 60 == 0
        assert alarm["datapointsToAlarm"] == alarm["evaluationPeriods"]
        assert float(str(alarm["period"])) * float(str(alarm["evaluationPeriods"])) <= 86_400


def test_the_processor_s_bad_news_all_raise_an_alarm(watched: Watched) -> None:
    alarmed = {
        alarm.metric for alarm in all_alarms(watched) if alarm.source.namespace == METRIC_NAMESPACE
    }

    assert alarmed == set(Metric) - GOOD_NEWS


def test_the_dashboard_shows_exactly_the_processor_s_metrics(watched: Watched) -> None:
    shown = {
        line[1] for line in metric_lines(dashboard_body(watched)) if line[0] == METRIC_NAMESPACE
    }

    assert shown == set(Metric)


def test_business_metrics_are_read_with_the_dimensions_they_are_written_with(
    watched: Watched,
) -> None:
    expected = {"environment": "dev", "service": SERVICE_NAME}

    assert all(
        alarm.source.dimensions == expected
        for alarm in all_alarms(watched)
        if alarm.source.namespace == METRIC_NAMESPACE
    )


def test_whatever_can_fail_is_watched(watched: Watched) -> None:
    namespaces = {alarm.source.namespace for alarm in all_alarms(watched)}
    services = (
        "Backup",
        "ElastiCache",
        "Events",
        "Kinesis",
        "Lambda",
        "RDS",
        "S3",
        "SNS",
        "SQS",
        "Scheduler",
    )

    assert {f"AWS/{service}" for service in services} <= namespaces


def test_alarms_watch_resources_that_exist(program: Recording) -> None:
    names = {each.name for each in program.resources}
    names |= {str(each.inputs.get("bucket")) for each in program.of("aws:s3/bucket:Bucket")}
    own = {
        "BackupVaultName",
        "BucketName",
        "DBInstanceIdentifier",
        "FilterId",
        "FunctionName",
        "QueueName",
        "RuleName",
        "ScheduleGroup",
        "StreamName",
        "TopicName",
    }
    for each in program.of(ALARM):
        dimensions = each.inputs.get("dimensions", {})
        assert isinstance(dimensions, Mapping)
        assert {value for key, value in dimensions.items() if key in own} <= names


@pytest.mark.parametrize(("which", "nodes"), [("program", 3), ("large_program", 3)])
def test_each_node_of_the_history_is_watched(
    which: str, nodes: int, request: pytest.FixtureRequest
) -> None:
    recording: Recording = request.getfixturevalue(which)
    watched_nodes = {
        each.inputs["dimensions"]["CacheClusterId"]
        for each in recording.of(ALARM)
        if each.inputs["namespace"] == "AWS/ElastiCache"
    }
    group = recording.only("aws:elasticache/replicationGroup:ReplicationGroup")[
        "replicationGroupId"
    ]
    shard = "-0001" if which == "large_program" else ""

    assert watched_nodes == {f"{group}{shard}-{node:03}" for node in range(1, nodes + 1)}


def test_every_alarm_is_on_the_dashboard(program: Recording) -> None:
    body = program.only("aws:cloudwatch/dashboard:Dashboard")["dashboardBody"]
    (status,) = (each for each in json.loads(str(body))["widgets"] if each["type"] == "alarm")
    shown = {arn.rpartition(":")[2] for arn in status["properties"]["alarms"]}

    assert shown == {each.inputs["name"] for each in program.of(ALARM)}


def test_widgets_do_not_overlap_and_fill_the_width(watched: Watched) -> None:
    taken: set[tuple[int, int]] = set()
    for widget in json.loads(dashboard_body(watched))["widgets"]:
        cells = {
            (widget["x"] + column, widget["y"] + row)
            for column in range(widget["width"])
            for row in range(widget["height"])
        }
        assert not cells & taken
        taken |= cells
    bottom = max(row for _, row in taken) + 1

    assert len(taken) == 24 * bottom


def test_what_is_counted_in_logs_is_alarmed(program: Recording) -> None:
    filters = program.of("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    counted = {
        (
            each.inputs["metricTransformation"]["namespace"],
            each.inputs["metricTransformation"]["name"],
        )
        for each in filters
    }
    alarmed = {(each.inputs["namespace"], each.inputs["metricName"]) for each in program.of(ALARM)}

    assert counted
    assert counted <= alarmed


def test_operators_hear_of_the_database_s_own_events(program: Recording) -> None:
    subscriptions = program.of("aws:rds/eventSubscription:EventSubscription")

    assert {each.inputs["sourceType"] for each in subscriptions} == {
        "db-instance",
        "db-parameter-group",
        "db-security-group",
    }
    assert {each.inputs["snsTopic"] for each in subscriptions} == {OPERATIONS}


def test_an_e_mail_that_cannot_be_delivered_is_kept(
    program: Recording, large_program: Recording
) -> None:
    subscription = program.only("aws:sns/topicSubscription:TopicSubscription")

    assert subscription["protocol"] == "email"
    assert "sqs-queue-dead-letters-dev" in str(subscription["redrivePolicy"])
    assert large_program.of("aws:sns/topicSubscription:TopicSubscription") == []
