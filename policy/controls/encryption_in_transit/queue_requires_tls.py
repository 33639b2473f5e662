"""A queue's policy denies every request that does not come over TLS.

Why: SQS answers on HTTP as well; without a policy a message can be sent and read in the clear.
Fix: deny everything that does not come over TLS in the policy of the queue.

```python
statement = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sqs:*",
    "Resource": queue_arn,
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

_PLACE: Final = PolicyPlace("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", "name")


def _check(queue: Resource, context: Context) -> Iterable[Observation]:
    return (requires_tls(queue, _PLACE, context),)


CONTROL = Control(
    id="queue-requires-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Queue refuses requests without TLS",
    severity=Severity.MEDIUM,
    applies_to=("aws:sqs/queue:Queue",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "policy-dev",
                    "aws:sqs/queuePolicy:QueuePolicy",
                    {
                        "queueUrl": Ref("example-dev", "url"),
                        "policy": {
                            "Statement": [
                                {
                                    "Effect": "Deny",
                                    "Principal": "*",
                                    "Action": "sqs:*",
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
                    "aws:sqs/queuePolicy:QueuePolicy",
                    {
                        "queueUrl": Ref("example-dev", "url"),
                        "policy": {
                            "Statement": [
                                {
                                    "Effect": "Allow",
                                    "Principal": {"Service": "events.amazonaws.com"},
                                    "Action": "sqs:SendMessage",
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
