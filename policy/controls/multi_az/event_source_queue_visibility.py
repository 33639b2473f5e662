"""A queue that feeds a function hides each message for at least six times the function's timeout.

Why: a message that reappears while it is still being processed is processed twice, and reaches
the dead-letter queue although nothing failed.
Fix: raise the queue's visibility timeout.

```python
aws.sqs.Queue("queue", visibility_timeout_seconds=6 * 60, ...)
```

Severity: medium; messages are processed twice under load.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations import links
from policy.verdict import Observation, Verdict, phrase

_QUEUE: Final = "aws:sqs/queue:Queue"
_FUNCTION: Final = "aws:lambda/function:Function"
_TIMES: Final = 6
_DEFAULT_VISIBILITY: Final = 30
_DEFAULT_TIMEOUT: Final = 3


def _check(mapping: Resource, context: Context) -> Iterable[Observation]:
    queues = links(mapping, "eventSourceArn", context.graph, _QUEUE).found
    functions = links(mapping, "functionName", context.graph, _FUNCTION).found
    for queue in queues:
        visible = queue.properties.get("visibilityTimeoutSeconds", _DEFAULT_VISIBILITY)
        timeouts = [item.properties.get("timeout", _DEFAULT_TIMEOUT) for item in functions]
        yield _compare(visible, timeouts)


def _compare(visible: object, timeouts: Sequence[object]) -> Observation:
    expected = phrase("a visibility timeout of at least 6 times the function's timeout")
    known = [item for item in timeouts if isinstance(item, int)]
    if not isinstance(visible, int) or not known or len(known) < len(timeouts):
        found = phrase("not known before deployment")
        return Observation(Verdict.UNDETERMINED, "eventSourceArn", expected, found)
    verdict = Verdict.PASS if visible >= _TIMES * max(known) else Verdict.FAIL
    found = phrase("{0} s for a function of {1} s", visible, max(known))
    return Observation(verdict, "eventSourceArn", expected, found)


CONTROL = Control(
    id="event-source-queue-visibility",
    family=Family.MULTI_AZ,
    title="Queue hides a message longer than its function may run",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"eventSourceArn": Ref("queue-dev"), "functionName": Ref("function-dev", "name")},
            others=(
                Other("queue-dev", "aws:sqs/queue:Queue", {"visibilityTimeoutSeconds": 360}),
                Other("function-dev", "aws:lambda/function:Function", {"timeout": 60}),
            ),
        ),
    ),
    failing=(
        Example(
            {"eventSourceArn": Ref("queue-dev"), "functionName": Ref("function-dev", "name")},
            others=(
                Other("queue-dev", "aws:sqs/queue:Queue", {"visibilityTimeoutSeconds": 60}),
                Other("function-dev", "aws:lambda/function:Function", {"timeout": 60}),
            ),
        ),
    ),
)
