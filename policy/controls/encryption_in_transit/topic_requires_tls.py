"""A topic's policy denies every publication that does not come over TLS.

Why: SNS answers on HTTP as well; without a policy a fraud alert can be published and read in the
clear.
Fix: deny everything that does not come over TLS in the policy of the topic.

```python
statement = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sns:Publish",
    "Resource": topic_arn,
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
```

Severity: medium; AWS's own SDKs use TLS, others need not.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.tls_only import PolicyPlace, requires_tls
from policy.verdict import Observation

# SNS accepts no wildcard beside other statements; publishing is what carries the data.
_PLACE: Final = PolicyPlace("aws:sns/topicPolicy:TopicPolicy", "arn", "name", action="sns:Publish")


def _check(topic: Resource, context: Context) -> Iterable[Observation]:
    return (requires_tls(topic, _PLACE, context),)


CONTROL = Control(
    id="topic-requires-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Topic refuses requests without TLS",
    severity=Severity.MEDIUM,
    applies_to=("aws:sns/topic:Topic",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "policy-dev",
                    "aws:sns/topicPolicy:TopicPolicy",
                    {
                        "arn": Ref("example-dev"),
                        "policy": {
                            "Statement": [
                                {
                                    "Effect": "Deny",
                                    "Principal": "*",
                                    "Action": "sns:Publish",
                                    "Resource": Ref("example-dev"),
                                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                                }
                            ]
                        },
                    },
                ),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example(
            {},
            others=(
                Other(
                    "policy-dev",
                    "aws:sns/topicPolicy:TopicPolicy",
                    {
                        "arn": Ref("example-dev"),
                        "policy": {
                            "Statement": [
                                {
                                    "Effect": "Allow",
                                    "Principal": {"Service": "events.amazonaws.com"},
                                    "Action": "sns:Publish",
                                    "Resource": "*",
                                }
                            ]
                        },
                    },
                ),
            ),
        ),
    ),
)
