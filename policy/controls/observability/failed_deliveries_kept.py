"""Events that cannot be delivered go to a dead-letter queue.

Why: EventBridge gives an event up after its retries; without a queue it is gone, and with it the
proof that it existed.
Fix: name a queue for what could not be delivered.

```python
aws.cloudwatch.EventTarget(name, dead_letter_config={"arn": failed.arn}, ...)
```

Severity: medium; single events are lost, but only when their target fails for long.
Not covered: queues and functions: see their own controls.
"""

from policy.control import Example, Other, Ref, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="failed-deliveries-kept",
    family=Family.OBSERVABILITY,
    title="Events that cannot be delivered are kept",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example(
            {"deadLetterConfig": {"arn": Ref("sqs-queue-dev")}},
            type="aws:cloudwatch/eventTarget:EventTarget",
            others=(Other("sqs-queue-dev", "aws:sqs/queue:Queue"),),
        ),
    ),
    failing=(Example(type="aws:cloudwatch/eventTarget:EventTarget"),),
)
