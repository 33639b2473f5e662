"""A topic logs failed deliveries for every protocol that it delivers by.

Why: whether an alert left and whether it arrived are two questions; only the delivery log answers
the second.
Fix: name a role for each protocol that is used.

```python
aws.sns.Topic("topic", sqs_failure_feedback_role_arn=role.arn, ...)
```

Severity: low; lost deliveries cannot be explained afterwards.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.relations import referrers_by
from policy.verdict import Observation, Verdict, phrase

_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"
_EXPECTED: Final = phrase("a role for logging failed deliveries")
_PROTOCOLS: Final = {
    "sqs": "sqs",
    "lambda": "lambda",
    "http": "http",
    "https": "http",
    "firehose": "firehose",
    "application": "application",
}


def _check(topic: Resource, context: Context) -> Iterable[Observation]:
    given = {name for name in _PROTOCOLS.values() if topic.get(_role(name)) is not ABSENT}
    used = _used(topic, context.graph)
    for name in sorted(item for item in used if isinstance(item, str)):
        verdict = Verdict.PASS if name in given else Verdict.FAIL
        yield Observation(verdict, _role(name), _EXPECTED, phrase("used: {0}", name))
    if any(isinstance(item, Unknown) for item in used):
        found = phrase("a protocol that is not known before deployment")
        yield Observation(Verdict.UNDETERMINED, "", _EXPECTED, found)
    elif not used:
        verdict = Verdict.PASS if given else Verdict.FAIL
        found = phrase("used: {0}", ", ".join(sorted(given)) or "-")
        yield Observation(verdict, "", _EXPECTED, found)


def _used(topic: Resource, graph: Graph) -> set[str | Unknown]:
    """The kinds of delivery that need a role; those that need none are left out."""
    subscriptions, perhaps = referrers_by(topic, "topic", graph, _SUBSCRIPTION)
    protocols = [item.get("protocol") for item in subscriptions]
    known = {_PROTOCOLS[item] for item in protocols if isinstance(item, str) and item in _PROTOCOLS}
    unknown = {item for item in protocols if isinstance(item, Unknown)}
    return {*known, *unknown, *(Unknown() for _ in perhaps)}


def _role(protocol: str) -> str:
    return f"{protocol}FailureFeedbackRoleArn"


CONTROL = Control(
    id="topic-logs-delivery",
    family=Family.OBSERVABILITY,
    title="Topic logs what it could not deliver",
    severity=Severity.LOW,
    applies_to=("aws:sns/topic:Topic",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"sqsFailureFeedbackRoleArn": Ref("role-dev")},
            others=(Other("role-dev", "aws:iam/role:Role"),),
        ),
    ),
    failing=(
        Example({}),
        Example(
            {"sqsFailureFeedbackRoleArn": "arn:aws:iam::123456789012:role/feedback"},
            others=(
                Other(
                    "subscription-dev",
                    _SUBSCRIPTION,
                    {"topic": Ref("example-dev"), "protocol": "https"},
                ),
            ),
        ),
    ),
)
