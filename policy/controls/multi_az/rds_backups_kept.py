"""A database keeps automated backups for at least the configured number of days.

Why: Multi-AZ copies a mistake to the standby within milliseconds; only backups bring yesterday
back. AWS keeps none by default for an instance, and one day for a cluster.
Fix: state the retention.

```python
aws.rds.Instance("instance", backup_retention_period=14, ...)
```

Severity: high; without backups a wrong statement is final.
Not covered: read replicas, whose source is backed up; AWS Backup plans.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.verdict import Observation


def _check(database: Resource, context: Context) -> Iterable[Observation]:
    if database.get("replicateSourceDb") is not ABSENT:
        return ()
    minimum = context.settings.minimum_backup_retention_days
    return expect(database, "backupRetentionPeriod").at_least(minimum)


CONTROL = Control(
    id="rds-backups-kept",
    family=Family.MULTI_AZ,
    title="Automated database backups are kept long enough",
    severity=Severity.HIGH,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:docdb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    ),
    check=_check,
    passing=(Example({"backupRetentionPeriod": 14}),),
    failing=(
        Example({"backupRetentionPeriod": 0}),
        Example({"backupRetentionPeriod": 6}),
        Example({}),
    ),
)
