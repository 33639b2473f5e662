"""A queue that is worked through has a dead-letter queue.

Why: without one a message that cannot be processed comes back until it expires, and is then gone
without anybody having seen it.
Fix: name a dead-letter queue and after how many attempts it takes over.

```python
aws.sqs.Queue(
    "queue",
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 5}
    ),
    ...
)
```

Severity: medium; messages are lost silently.
Not covered: queues that are dead-letter queues themselves.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.logic import negated, verdict_of
from policy.relations import referrers_by
from policy.relations.dead_letters import if_certain, keeps_dead_letters, names_target
from policy.verdict import Observation, phrase

_REDRIVE: Final = "aws:sqs/redrivePolicy:RedrivePolicy"


def _check(queue: Resource, context: Context) -> Iterable[Observation]:
    is_one = keeps_dead_letters(queue, context.graph)
    if is_one:
        return
    expected = phrase("a dead-letter queue")
    surely, perhaps = referrers_by(queue, "queueUrl", context.graph, _REDRIVE)
    policy = surely[0].get("redrivePolicy") if surely else queue.get("redrivePolicy")
    if perhaps and policy is ABSENT:
        policy = Unknown()
    named = names_target(policy)
    found = phrase("such a policy") if named else phrase("none")
    judged = Observation(verdict_of(named), "redrivePolicy", expected, found)
    yield if_certain(judged, negated(is_one))


CONTROL = Control(
    id="queue-has-dead-letters",
    family=Family.OBSERVABILITY,
    title="Queue moves messages that cannot be processed aside",
    severity=Severity.MEDIUM,
    applies_to=("aws:sqs/queue:Queue",),
    check=_check,
    scope=Scope.STACK,
    passing=(Example({"redrivePolicy": '{"deadLetterTargetArn": "arn:aws:sqs:::dead-dev"}'}),),
    failing=(
        Example({"name": "work-dev"}),
        Example({"name": "work-dev", "redrivePolicy": "{}"}),
    ),
)
