"""A dead-letter queue names the queues that may move messages into it, or none.

Why: by default every queue of the account may; somebody else's dead letters then hide one's own,
and can be re-driven into the wrong queue.
Fix: name the queues, or deny all where services write directly.

```python
aws.sqs.Queue(
    "dead-letters", redrive_allow_policy=json.dumps({"redrivePermission": "denyAll"}), ...
)
```

Severity: low; it confuses rather than exposes.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations import referrers_by
from policy.relations.dead_letters import if_certain, keeps_dead_letters
from policy.verdict import Observation, phrase

_ALLOW: Final = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"


def _check(queue: Resource, context: Context) -> Iterable[Observation]:
    is_one = keeps_dead_letters(queue, context.graph)
    if is_one is False:
        return
    surely, _ = referrers_by(queue, "queueUrl", context.graph, _ALLOW)
    holder = surely[0] if surely else queue
    policy = expect(holder, "redriveAllowPolicy")
    for judged in policy.holds(phrase("byQueue or denyAll"), _is_restricted):
        yield if_certain(judged, is_one)


def _is_restricted(policy: object) -> bool:
    content = policy if isinstance(policy, Mapping) else json.loads(str(policy))
    permission = content.get("redrivePermission") if isinstance(content, Mapping) else None
    return permission in ("byQueue", "denyAll")


CONTROL = Control(
    id="dead-letter-queue-restricts-sources",
    family=Family.OBSERVABILITY,
    title="Dead-letter queue says which queues may use it",
    severity=Severity.LOW,
    applies_to=("aws:sqs/queue:Queue",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"redriveAllowPolicy": '{"redrivePermission": "denyAll"}'},
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
        Example(
            {"redriveAllowPolicy": '{"redrivePermission": "allowAll"}'},
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
