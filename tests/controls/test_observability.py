"""Logs, failures and alarms: what counts as kept, owned and watched."""

import json

import pytest

from policy.control import Example, Other, Ref
from policy.graph import Unknown
from policy.verdict import Verdict
from tests.controls.verdicts import verdict

QUEUE = "aws:sqs/queue:Queue"
FUNCTION = "aws:lambda/function:Function"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ACTIONS = {"alarmActions": ["arn:aws:sns:ap-northeast-1:123456789012:operations"]}


def test_a_queue_beside_a_dead_letter_queue_is_still_a_working_queue() -> None:
    others = (
        Other("dead", QUEUE, {"name": "dead-dev"}),
        Other("topic", "aws:sns/topic:Topic"),
        Other("function", FUNCTION, {"deadLetterConfig": {"targetArn": Ref("dead")}}),
        Other("other", FUNCTION, {"deadLetterConfig": {"targetArn": Ref("topic")}}),
    )

    found = verdict("queue-has-dead-letters", Example({"name": "work-dev"}, others=others))
    assert found is Verdict.FAIL


@pytest.mark.parametrize(
    "place",
    [
        Other("x", FUNCTION, {"deadLetterConfig": {"targetArn": Ref("example-dev")}}),
        Other(
            "x",
            MAPPING,
            {"destinationConfig": {"onFailure": {"destinationArn": Ref("example-dev")}}},
        ),
        Other(
            "x",
            "aws:scheduler/schedule:Schedule",
            {"target": {"deadLetterConfig": {"arn": "arn:aws:sqs:ap-northeast-1:1:dead-dev"}}},
        ),
        Other(
            "x",
            "aws:sns/topicSubscription:TopicSubscription",
            {"redrivePolicy": json.dumps({"deadLetterTargetArn": "arn:aws:sqs:r:1:dead-dev"})},
        ),
        Other(
            "x",
            QUEUE,
            {
                "redrivePolicy": Unknown(
                    text='{"deadLetterTargetArn": "arn:aws:sqs:r:sym:dead-dev"}'
                )
            },
        ),
    ],
)
def test_every_place_for_dead_letters_makes_a_queue_one(place: Other) -> None:
    example = Example({"name": "dead-dev"}, others=(place,))

    assert verdict("queue-has-dead-letters", example) is Verdict.NOT_APPLICABLE
    assert verdict("dead-letter-queue-restricts-sources", example) is Verdict.FAIL


def test_an_unreadable_target_leaves_open_what_a_queue_is_for() -> None:
    place = Other("x", FUNCTION, {"deadLetterConfig": {"targetArn": Unknown()}})
    example = Example({"name": "work-dev"}, others=(place,))

    assert verdict("queue-has-dead-letters", example) is Verdict.UNDETERMINED
    assert verdict("dead-letter-queue-restricts-sources", example) is Verdict.UNDETERMINED
    assert verdict("critical-resource-watched", Example({"name": "q"}, QUEUE, others=(place,))) is (
        Verdict.UNDETERMINED
    )


@pytest.mark.parametrize(
    ("dimensions", "expected"),
    [
        ({"StreamName": "events-dev"}, Verdict.PASS),
        ({"StreamName": Ref("example-dev", "name")}, Verdict.PASS),
        ({"StreamName": "events-prod"}, Verdict.FAIL),
        ({"FunctionName": "events-dev"}, Verdict.FAIL),
        ({"StreamName": Unknown()}, Verdict.UNDETERMINED),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_an_alarm_watches_what_its_dimension_names(dimensions: object, expected: Verdict) -> None:
    alarm = Other("alarm", ALARM, {"dimensions": dimensions, **ACTIONS})

    example = Example({"name": "events-dev"}, others=(alarm,))
    assert verdict("critical-resource-watched", example) is expected


@pytest.mark.parametrize(
    "actions", [{}, {"alarmActions": []}, {**ACTIONS, "actionsEnabled": False}]
)
def test_an_alarm_that_tells_nobody_watches_nothing(actions: dict[str, object]) -> None:
    alarm = Other("alarm", ALARM, {"dimensions": {"StreamName": "events-dev"}, **actions})

    example = Example({"name": "events-dev"}, others=(alarm,))
    assert verdict("critical-resource-watched", example) is Verdict.FAIL


def test_metrics_inside_an_expression_are_watched_too() -> None:
    query = {"metric": {"dimensions": {"StreamName": "events-dev"}}}
    alarm = Other("alarm", ALARM, {"metricQueries": [query], **ACTIONS})

    example = Example({"name": "events-dev"}, others=(alarm,))
    assert verdict("critical-resource-watched", example) is Verdict.PASS


@pytest.mark.parametrize("node", ["history-dev-001", "history-dev-0002-003"])
def test_an_alarm_on_a_node_watches_its_replication_group(node: str) -> None:
    alarm = Other("alarm", ALARM, {"dimensions": {"CacheClusterId": node}, **ACTIONS})
    token = "aws:elasticache/replicationGroup:ReplicationGroup"

    own = Example({"replicationGroupId": "history-dev"}, token, others=(alarm,))
    assert verdict("critical-resource-watched", own) is Verdict.PASS
    other = Example({"replicationGroupId": "history"}, token, others=(alarm,))
    assert verdict("critical-resource-watched", other) is Verdict.FAIL


def test_a_function_without_a_name_cannot_own_a_group_beforehand() -> None:
    control = "lambda-function-owns-log-group"
    groups = (Other("logs", LOG_GROUP, {"name": "/aws/lambda/function-dev"}),)

    assert verdict(control, Example({}, others=groups)) is Verdict.FAIL
    assert verdict(control, Example({"name": Unknown()}, others=groups)) is Verdict.UNDETERMINED


def test_a_group_whose_name_is_unknown_may_be_the_functions() -> None:
    groups = (Other("logs", LOG_GROUP, {"name": Unknown()}),)

    found = verdict("lambda-function-owns-log-group", Example({"name": "f"}, others=groups))
    assert found is Verdict.UNDETERMINED


def test_a_queue_as_source_needs_no_stream_settings() -> None:
    example = Example({"eventSourceArn": Ref("queue")}, MAPPING, others=(Other("queue", QUEUE),))

    assert verdict("event-source-failures-kept", example) is Verdict.NOT_APPLICABLE
    assert verdict("event-source-retries-bounded", example) is Verdict.NOT_APPLICABLE


def test_an_unknown_source_may_be_a_stream() -> None:
    example = Example({"eventSourceArn": Unknown()}, MAPPING)

    assert verdict("event-source-failures-kept", example) is Verdict.UNDETERMINED
    assert verdict("event-source-retries-bounded", example) is Verdict.UNDETERMINED


def test_a_function_that_is_only_polled_loses_no_asynchronous_call() -> None:
    mapping = Other("mapping", MAPPING, {"functionName": Ref("example-dev", "arn")})
    permission = Other("p", "aws:lambda/permission:Permission", {"function": Ref("example-dev")})
    control = "lambda-failures-kept"

    assert verdict(control, Example({}, others=(mapping,))) is Verdict.NOT_APPLICABLE
    assert verdict(control, Example({}, others=(mapping, permission))) is Verdict.FAIL


def test_a_flow_log_of_rejected_traffic_is_half_a_record() -> None:
    log = Other(
        "log",
        "aws:ec2/flowLog:FlowLog",
        {"vpcId": Ref("example-dev", "id"), "trafficType": "REJECT"},
    )

    assert verdict("vpc-flows-logged", Example({}, others=(log,))) is Verdict.FAIL


def test_a_flow_log_of_another_vpc_does_not_count() -> None:
    others = (
        Other("vpc", "aws:ec2/vpc:Vpc"),
        Other("log", "aws:ec2/flowLog:FlowLog", {"vpcId": Ref("vpc", "id"), "trafficType": "ALL"}),
    )

    assert verdict("vpc-flows-logged", Example({}, others=others)) is Verdict.FAIL


def test_events_of_all_databases_include_this_one() -> None:
    token = "aws:rds/eventSubscription:EventSubscription"
    control = "database-events-subscribed"

    def subscribed(**properties: object) -> Verdict:
        other = Other("events", token, properties)
        return verdict(control, Example({"identifier": "ledger-dev"}, others=(other,)))

    assert subscribed() is Verdict.PASS
    assert subscribed(sourceType="db-instance") is Verdict.PASS
    assert subscribed(sourceType="db-instance", enabled=False) is Verdict.FAIL
    assert subscribed(sourceType="db-cluster") is Verdict.FAIL
    assert subscribed(sourceIds=["other-dev"], sourceType="db-instance") is Verdict.FAIL
    assert subscribed(eventCategories=["failure", Unknown()]) is Verdict.UNDETERMINED
    assert subscribed(enabled=Unknown()) is Verdict.UNDETERMINED


def test_the_bucket_that_keeps_access_logs_keeps_none_about_itself() -> None:
    logging = Other(
        "logging",
        "aws:s3/bucketLogging:BucketLogging",
        {"bucket": "records-dev", "targetBucket": Ref("example-dev", "bucket")},
    )

    example = Example({"bucket": "logs-dev"}, others=(logging,))
    assert verdict("bucket-access-logged", example) is Verdict.NOT_APPLICABLE


def test_logs_of_a_database_need_groups_one_by_one() -> None:
    database = {
        "identifier": "ledger-dev",
        "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    }
    groups = tuple(
        Other(name, LOG_GROUP, {"name": f"/aws/rds/instance/ledger-dev/{name}"})
        for name in ("postgresql", "upgrade")
    )
    control = "database-owns-log-groups"

    assert verdict(control, Example(database, others=groups)) is Verdict.PASS
    assert verdict(control, Example(database, others=groups[:1])) is Verdict.FAIL


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([{"scanFrequency": "CONTINUOUS_SCAN"}], Verdict.PASS),
        ([{"scanFrequency": "MANUAL"}], Verdict.FAIL),
        ([{"scanFrequency": Unknown()}], Verdict.UNDETERMINED),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_a_registry_may_scan_for_its_repositories(rules: object, expected: Verdict) -> None:
    registry = Other(
        "registry",
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        {"rules": rules},
    )

    assert verdict("container-images-scanned", Example({}, others=(registry,))) is expected


@pytest.mark.parametrize(
    ("vpcs", "expected"),
    [
        (None, Verdict.FAIL),
        ([], Verdict.FAIL),
        ([{"vpcId": "vpc-1"}], Verdict.NOT_APPLICABLE),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
@pytest.mark.parametrize("control", ["log-delivery-declared", "public-zone-signed"])
def test_only_public_zones_are_logged_and_signed(
    control: str, vpcs: object, expected: Verdict
) -> None:
    zone = Example({"vpcs": vpcs}, type="aws:route53/zone:Zone")

    assert verdict(control, zone) is expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"documentType": "Command", "content": "{}"}, Verdict.NOT_APPLICABLE),
        ({"documentType": "Session", "content": "inputs: {}"}, Verdict.UNDETERMINED),
        ({"documentType": "Session", "content": Unknown()}, Verdict.UNDETERMINED),
        ({"documentType": Unknown(), "content": "{}"}, Verdict.UNDETERMINED),
        ({"documentType": "Session", "content": "{}"}, Verdict.FAIL),
    ],
)
def test_only_preferences_of_sessions_are_judged(
    properties: dict[str, object], expected: Verdict
) -> None:
    assert verdict("sessions-recorded", Example(properties)) is expected


OLDER = {
    "bucket-versioned": "aws:s3/bucketVersioningV2:BucketVersioningV2",
    "bucket-access-logged": "aws:s3/bucketLoggingV2:BucketLoggingV2",
    "bucket-objects-expire": "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    "bucket-encrypts-by-default": (
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
    ),
}


@pytest.mark.parametrize(("control", "token"), OLDER.items())
def test_companions_of_the_older_form_count(control: str, token: str) -> None:
    companion = Other("older", token, {"bucket": Ref("example-dev", "id")})
    bucket = Example({}, type="aws:s3/bucketV2:BucketV2", others=(companion,))

    assert verdict(control, bucket) is Verdict.PASS
