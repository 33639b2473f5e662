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

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from policy.control import Context, Control, Example, Other, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.logic import verdict_of
from policy.relations.dead_letters import if_certain, keeps_dead_letters
from policy.relations.watching import ALARM, watching
from policy.verdict import Observation, phrase


@dataclass(frozen=True, slots=True)
class _Watch:
    """How alarms name a kind of resource: the property with its name, and the dimensions."""

    name: str
    dimensions: tuple[str, ...]


_QUEUE: Final = "aws:sqs/queue:Queue"
_WATCHES: Final = {
    "aws:kinesis/stream:Stream": _Watch("name", ("StreamName",)),
    "aws:lambda/function:Function": _Watch("name", ("FunctionName",)),
    "aws:rds/instance:Instance": _Watch("identifier", ("DBInstanceIdentifier",)),
    "aws:rds/cluster:Cluster": _Watch("clusterIdentifier", ("DBClusterIdentifier",)),
    "aws:elasticache/replicationGroup:ReplicationGroup": _Watch(
        "replicationGroupId", ("ReplicationGroupId", "CacheClusterId")
    ),
    _QUEUE: _Watch("name", ("QueueName",)),
}


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    matters = resource.type != _QUEUE or keeps_dead_letters(resource, context.graph)
    if matters is False:
        return
    watch = _WATCHES[resource.type]
    seen = watching(resource, resource.get(watch.name), watch.dimensions, context.graph)
    found = (
        phrase("{0} alarms, such as {1}", len(seen.alarms), seen.alarms[0])
        if seen.alarms
        else phrase("none")
    )
    expected = phrase("an alarm with an action")
    yield if_certain(Observation(verdict_of(seen.claim), "", expected, found), matters)


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
                    ALARM,
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
                    ALARM,
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
                    ALARM,
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
                    ALARM,
                    {
                        "dimensions": {"FunctionName": "other-dev"},
                        "alarmActions": ["arn:aws:sns:ap-northeast-1:123456789012:ops"],
                    },
                ),
            ),
        ),
    ),
)
