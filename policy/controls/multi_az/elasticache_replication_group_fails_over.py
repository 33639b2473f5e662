"""A replication group promotes a replica by itself when its primary fails.

Why: otherwise somebody has to notice, decide and promote by hand while fraud decisions run
without history.
Fix: switch automatic failover on; it needs at least one replica.

```python
aws.elasticache.ReplicationGroup(
    "replication-group", automatic_failover_enabled=True, num_cache_clusters=3, ...
)
```

Severity: high; a failed primary stays failed until somebody acts.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(group: Resource, _: Context) -> Iterable[Observation]:
    return expect(group, "automaticFailoverEnabled").is_true()


CONTROL = Control(
    id="elasticache-replication-group-fails-over",
    family=Family.MULTI_AZ,
    title="ElastiCache replication group fails over by itself",
    severity=Severity.HIGH,
    applies_to=("aws:elasticache/replicationGroup:ReplicationGroup",),
    check=_check,
    passing=(Example({"automaticFailoverEnabled": True, "numCacheClusters": 3}),),
    failing=(
        Example({"automaticFailoverEnabled": False}),
        Example({"multiAzEnabled": True}),
    ),
)
