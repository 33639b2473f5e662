"""A subscription keeps notifications that could not be delivered in a dead-letter queue.

Why: SNS discards a notification after its retries; an alert that a broken endpoint missed is
gone.
Fix: name a dead-letter queue.

```python
aws.sns.TopicSubscription(
    "topic-subscription",
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead_letters.arn}),
    ...
)
```

Severity: medium; alerts are lost silently.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.logic import verdict_of
from policy.relations.dead_letters import names_target
from policy.verdict import Observation, phrase


def _check(subscription: Resource, _: Context) -> Iterable[Observation]:
    named = names_target(subscription.get("redrivePolicy"))
    found = phrase("such a policy") if named else phrase("none")
    expected = phrase("a dead-letter queue")
    yield Observation(verdict_of(named), "redrivePolicy", expected, found)


CONTROL = Control(
    id="subscription-has-dead-letters",
    family=Family.OBSERVABILITY,
    title="Undelivered notifications are kept",
    severity=Severity.MEDIUM,
    applies_to=("aws:sns/topicSubscription:TopicSubscription",),
    check=_check,
    passing=(Example({"redrivePolicy": '{"deadLetterTargetArn": "arn:aws:sqs:::dead-dev"}'}),),
    failing=(
        Example({}),
        Example({"redrivePolicy": "{}"}),
    ),
)
