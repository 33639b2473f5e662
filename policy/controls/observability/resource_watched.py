"""Streams, functions, databases, caches and dead-letter queues have an alarm that tells somebody.

Why: rules about alarms judge the alarms that exist; this one asks for those that are missing.
Fix: declare an alarm whose dimension names the resource.

```python
aws.cloudwatch.MetricAlarm(
    "metric-alarm",
    namespace="AWS/Kinesis",
    metric_name="GetRecords.IteratorAgeMilliseconds",
    dimensions={"StreamName": stream.name},
    alarm_actions=[topic.arn],
    ...
)
```

Severity: medium; a failure goes unnoticed.
Not covered: whether the alarm's metric and threshold fit; alarms of other programs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from policy.control import Context, Control, Example, Other, Scope, Severity
from policy.dead_letters import keeps_dead_letters
from policy.expectations import as_boolean
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import Claim, all_of, any_of, verdict_of
from policy.verdict import Observation, phrase


@dataclass(frozen=True, slots=True)
class _Watch:
    """How alarms name a kind of resource.

    Attributes:
        name: The property that holds its physical name.
        dimensions: Dimensions of its metrics that carry the name, or begin with it.
    """

    name: str
    dimensions: tuple[str, ...]


_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_WATCHES: Final = {
    "aws:kinesis/stream:Stream": _Watch("name", ("StreamName",)),
    "aws:lambda/function:Function": _Watch("name", ("FunctionName",)),
    "aws:rds/instance:Instance": _Watch("identifier", ("DBInstanceIdentifier",)),
    "aws:rds/cluster:Cluster": _Watch("clusterIdentifier", ("DBClusterIdentifier",)),
    "aws:elasticache/replicationGroup:ReplicationGroup": _Watch(
        "replicationGroupId", ("ReplicationGroupId", "CacheClusterId")
    ),
    "aws:sqs/queue:Queue": _Watch("name", ("QueueName",)),
}


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    if resource.type == "aws:sqs/queue:Queue" and not keeps_dead_letters(resource, context.graph):
        return
    watch = _WATCHES[resource.type]
    claims = [
        (all_of((_is_about(alarm, resource, watch), _acts(alarm))), alarm)
        for alarm in context.graph.of_types(_ALARM)
    ]
    watched = any_of(claim for claim, _ in claims)
    names = [alarm.name for claim, alarm in claims if claim]
    found = phrase("{0} alarms, such as {1}", len(names), names[0]) if names else phrase("none")
    expected = phrase("an alarm with an action")
    yield Observation(verdict_of(watched), "", expected, found)


def _acts(alarm: Resource) -> Claim:
    actions, enabled = alarm.get("alarmActions"), alarm.get("actionsEnabled")
    if isinstance(actions, Unknown) or isinstance(enabled, Unknown):
        return None
    return isinstance(actions, list) and bool(actions) and as_boolean(enabled) is not False


def _is_about(alarm: Resource, resource: Resource, watch: _Watch) -> Claim:
    queries = alarm.read("metricQueries[].metric.dimensions")
    blocks = (*alarm.read("dimensions"), *(item for item in queries if not item.is_absent))
    return any_of(_names(block.value, resource, watch) for block in blocks)


def _names(dimensions: object, resource: Resource, watch: _Watch) -> Claim:
    if isinstance(dimensions, Unknown):
        return None
    if not isinstance(dimensions, Mapping):
        return False
    values = [dimensions[name] for name in watch.dimensions if name in dimensions]
    return any_of(_is_name(value, resource, watch) for value in values)


def _is_name(value: object, resource: Resource, watch: _Watch) -> Claim:
    name = resource.get(watch.name)
    if isinstance(value, Unknown):
        origins = {origin.urn for origin in value.origins}
        return True if resource.urn in origins else None if not origins else False
    if isinstance(name, Unknown):
        return None
    return isinstance(value, str) and (value == name or value.startswith(f"{name}-0"))


CONTROL = Control(
    id="critical-resource-watched",
    family=Family.OBSERVABILITY,
    title="Every critical resource is watched by an alarm",
    severity=Severity.MEDIUM,
    applies_to=tuple(_WATCHES),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"name": "transactions-dev"},
            others=(
                Other(
                    "alarm-dev",
                    _ALARM,
                    {
                        "dimensions": {"StreamName": "transactions-dev"},
                        "alarmActions": ["arn:aws:sns:ap-northeast-1:123456789012:ops"],
                    },
                ),
            ),
        ),
        Example(
            {"replicationGroupId": "history-dev"},
            type="aws:elasticache/replicationGroup:ReplicationGroup",
            others=(
                Other(
                    "alarm-dev",
                    _ALARM,
                    {
                        "dimensions": {"CacheClusterId": "history-dev-001"},
                        "alarmActions": ["arn:aws:sns:ap-northeast-1:123456789012:ops"],
                    },
                ),
            ),
        ),
    ),
    failing=(
        Example({"name": "transactions-dev"}),
        Example(
            {"name": "transactions-dev"},
            others=(
                Other(
                    "alarm-dev",
                    _ALARM,
                    {"dimensions": {"StreamName": "transactions-dev"}, "alarmActions": []},
                ),
            ),
        ),
        Example(
            {"name": "function-dev"},
            type="aws:lambda/function:Function",
            others=(
                Other(
                    "alarm-dev",
                    _ALARM,
                    {
                        "dimensions": {"FunctionName": "other-dev"},
                        "alarmActions": ["arn:aws:sns:ap-northeast-1:123456789012:ops"],
                    },
                ),
            ),
        ),
    ),
)
