"""Deletion neither asks for a final snapshot nor leaves one behind.

Why: without the switch the destroy fails for want of a snapshot name, or leaves a snapshot that
keeps the data and blocks the name for the next run.
Fix: skip the final snapshot and give it no name.

```python
aws.rds.Instance(name, skip_final_snapshot=True, ...)
```

Severity: medium; the destroy fails or data outlives its environment.
Not covered: automated backups: see `nothing-left-behind`.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="no-final-snapshot",
    family=Family.DESTROYABLE,
    title="No final snapshot is taken on deletion",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"skipFinalSnapshot": True}, type="aws:rds/instance:Instance"),
        Example(type="aws:elasticache/replicationGroup:ReplicationGroup"),
    ),
    failing=(
        Example(type="aws:rds/instance:Instance"),
        Example(
            {"skipFinalSnapshot": True, "finalSnapshotIdentifier": "last"},
            type="aws:rds/instance:Instance",
        ),
        Example(
            {"finalSnapshotIdentifier": "last"},
            type="aws:elasticache/replicationGroup:ReplicationGroup",
        ),
    ),
)
