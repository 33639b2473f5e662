"""A function that is called asynchronously keeps the calls that failed for good.

Why: after its retries Lambda drops an asynchronous event without a trace, unless a dead-letter
queue or a failure destination takes it.
Fix: name a dead-letter queue or a destination.

```python
aws.lambda_.Function("function", dead_letter_config={"target_arn": queue.arn}, ...)
```

Severity: medium; work is lost silently.
Not covered: functions that Lambda polls for: see `event-source-failures-kept`.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Graph, Resource, Unknown
from policy.logic import any_of, verdict_of
from policy.relations import is_named, referrers_by
from policy.verdict import Observation, phrase

_CONFIG: Final = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
_MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
_CALLERS: Final = frozenset(
    {
        "aws:lambda/permission:Permission",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:scheduler/schedule:Schedule",
        "aws:sns/topicSubscription:TopicSubscription",
        "aws:s3/bucketNotification:BucketNotification",
    }
)


def _check(function: Resource, context: Context) -> Iterable[Observation]:
    if not _only_polled(function, context.graph):
        kept = any_of(is_named(value) for value in _destinations(function, context.graph))
        found = phrase("set") if kept else phrase("none")
        expected = phrase("a dead-letter queue or a failure destination")
        yield Observation(verdict_of(kept), "", expected, found)


def _destinations(function: Resource, graph: Graph) -> Iterator[object]:
    yield function.read("deadLetterConfig.targetArn")[0].value
    configs, perhaps = referrers_by(function, "functionName", graph, _CONFIG)
    for config in configs:
        yield config.read("destinationConfig.onFailure.destination")[0].value
    if perhaps:
        yield Unknown()


def _only_polled(function: Resource, graph: Graph) -> bool:
    """Whether Lambda itself polls for the function, and nobody else calls it."""
    types = {item.type for item in graph.referrers.get(function.urn, ())}
    return _MAPPING in types and not types & _CALLERS


CONTROL = Control(
    id="lambda-failures-kept",
    family=Family.OBSERVABILITY,
    title="Failed asynchronous calls of a Lambda function are kept",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"deadLetterConfig": {"targetArn": Ref("queue-dev")}},
            others=(Other("queue-dev", "aws:sqs/queue:Queue"),),
        ),
        Example(
            {"name": "function-dev"},
            others=(
                Other(
                    "config-dev",
                    _CONFIG,
                    {
                        "functionName": "function-dev",
                        "destinationConfig": {"onFailure": {"destination": Ref("queue-dev")}},
                    },
                ),
                Other("queue-dev", "aws:sqs/queue:Queue"),
            ),
        ),
    ),
    failing=(
        Example({"name": "function-dev"}),
        Example(
            {"name": "function-dev"},
            others=(
                Other(
                    "config-dev",
                    _CONFIG,
                    {"functionName": "function-dev", "maximumRetryAttempts": 0},
                ),
            ),
        ),
    ),
)
