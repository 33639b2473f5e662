"""A Redis or Valkey cache keeps automatic snapshots for at least the configured number of days.

Why: the history can be rebuilt from the ledger, but slowly; a snapshot restores it in minutes.
AWS takes none by default.
Fix: state the retention.

```python
aws.elasticache.ReplicationGroup("replication-group", snapshot_retention_limit=7, ...)
```

Severity: medium; the history can be rebuilt, at the price of degraded decisions.
Not covered: Memcached, which has no snapshots.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.caches import is_member
from policy.verdict import Observation


def _check(cache: Resource, context: Context) -> Iterable[Observation]:
    if cache.get("engine") == "memcached" or is_member(cache):
        return ()
    minimum = context.settings.minimum_backup_retention_days
    return expect(cache, "snapshotRetentionLimit").at_least(minimum)


CONTROL = Control(
    id="elasticache-snapshots-kept",
    family=Family.MULTI_AZ,
    title="Cache snapshots are kept long enough",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:elasticache/cluster:Cluster",
    ),
    check=_check,
    passing=(Example({"snapshotRetentionLimit": 7}),),
    failing=(
        Example({"snapshotRetentionLimit": 0}),
        Example({"snapshotRetentionLimit": 1}),
        Example({}),
    ),
)
