"""File systems, warehouses and tables keep automated backups.

Why: several zones copy a mistake within milliseconds; only backups bring yesterday back.
Fix: state the retention, at least the configured number of days.

```python
aws.redshift.Cluster(name, automated_snapshot_retention_period=14, ...)
```

Severity: medium; a wrong statement or a deleted file is final.
Not covered: relational databases and caches: see `rds-backups-kept` and `elasticache-snapshots-
kept`.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="backups-kept",
    family=Family.MULTI_AZ,
    title="Automated backups are kept long enough",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"automatedSnapshotRetentionPeriod": 14}, type="aws:redshift/cluster:Cluster"),
        Example({"pointInTimeRecovery": {"enabled": True}}, type="aws:dynamodb/table:Table"),
    ),
    failing=(
        Example({"automatedSnapshotRetentionPeriod": 1}, type="aws:redshift/cluster:Cluster"),
        Example(type="aws:dynamodb/table:Table"),
    ),
)
