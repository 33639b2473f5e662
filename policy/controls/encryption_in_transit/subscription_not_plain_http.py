"""A subscription does not deliver over plain HTTP.

Why: the topic may be encrypted and demand TLS, and still post every alert in the clear to a
subscriber.
Fix: deliver to an HTTPS endpoint.

```python
aws.sns.TopicSubscription(
    "topic-subscription", topic=topic.arn, protocol="https", endpoint="https://...",
)
```

Severity: high; alerts name customers and amounts.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.verdict import Observation, Verdict, phrase


def _check(subscription: Resource, _: Context) -> Iterable[Observation]:
    yield from expect(subscription, "protocol").none_of("http")
    protocol = subscription.get("protocol")
    # Only web addresses can be plain HTTP; queues, functions and people have other endpoints.
    if protocol == "https" or isinstance(protocol, Unknown):
        yield from expect(subscription, "endpoint", absent=Verdict.PASS).holds(
            phrase("no http:// address"),
            lambda endpoint: not str(endpoint).lower().startswith("http://"),
        )


CONTROL = Control(
    id="subscription-not-plain-http",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Topic delivers to no plain HTTP endpoint",
    severity=Severity.HIGH,
    applies_to=("aws:sns/topicSubscription:TopicSubscription",),
    check=_check,
    passing=(Example({"protocol": "https", "endpoint": "https://ops.japancart.example/alerts"}),),
    failing=(Example({"protocol": "http", "endpoint": "http://ops.japancart.example/alerts"}),),
)
