"""Deleting a resource deletes what belongs to it.

Why: retained log groups, layers, volumes and backups keep data after its environment is gone, cost
money and take the names that the next deployment needs. Reservations, savings plans and other
commitments cannot be given back at all: the bill goes on.
Fix: let AWS delete the resource together with what it made.

```python
aws.cloudwatch.LogGroup(name, skip_destroy=False, ...)
```

Severity: medium; data outlives its environment unseen.
Not covered: what services create by themselves, such as log groups that nobody declared.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="nothing-left-behind",
    family=Family.DESTROYABLE,
    title="Deletion leaves nothing behind",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"skipDestroy": False}, type="aws:cloudwatch/logGroup:LogGroup"),
        Example(type="aws:cloudwatch/logGroup:LogGroup"),
    ),
    failing=(
        Example({"skipDestroy": True}, type="aws:cloudwatch/logGroup:LogGroup"),
        Example({"deleteAutomatedBackups": False}, type="aws:rds/instance:Instance"),
        Example(type="aws:kinesis/stream:Stream"),
    ),
)
