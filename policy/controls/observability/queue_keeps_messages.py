"""A queue keeps messages for days, and a dead-letter queue for the longest time SQS offers.

Why: a message older than the retention is deleted, read or not; a dead letter keeps the age it
had in its first queue, so a shorter retention may delete it on arrival.
Fix: state the retention.

```python
aws.sqs.Queue("dead-letters", message_retention_seconds=14 * 24 * 3600, ...)
```

Severity: medium; evidence of failures disappears over a long weekend.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.dead_letters import if_certain, keeps_dead_letters
from policy.verdict import Observation, Verdict

_LONGEST: Final = 14 * 24 * 3_600
_SHORTEST: Final = 24 * 3_600


def _check(queue: Resource, context: Context) -> Iterable[Observation]:
    is_one = keeps_dead_letters(queue, context.graph)
    if is_one is not False:
        longest = expect(queue, "messageRetentionSeconds").at_least(_LONGEST)
        yield from (if_certain(judged, is_one) for judged in longest)
    # Four days unless told otherwise.
    retention = expect(queue, "messageRetentionSeconds", absent=Verdict.PASS)
    yield from retention.at_least(_SHORTEST)


CONTROL = Control(
    id="queue-keeps-messages",
    family=Family.OBSERVABILITY,
    title="Queue keeps messages until somebody has seen them",
    severity=Severity.MEDIUM,
    applies_to=("aws:sqs/queue:Queue",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example({"name": "work-dev"}),
        Example(
            {"messageRetentionSeconds": 1209600},
            others=(
                Other(
                    "function-dev",
                    "aws:lambda/function:Function",
                    {"deadLetterConfig": {"targetArn": Ref("example-dev")}},
                ),
            ),
        ),
    ),
    failing=(
        Example({"messageRetentionSeconds": 3600}),
        Example(
            {},
            others=(
                Other(
                    "function-dev",
                    "aws:lambda/function:Function",
                    {"deadLetterConfig": {"targetArn": Ref("example-dev")}},
                ),
            ),
        ),
    ),
)
