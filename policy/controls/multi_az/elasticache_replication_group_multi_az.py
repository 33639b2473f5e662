"""A replication group places its nodes in more than one Availability Zone.

Why: automatic failover alone may promote a replica in the very zone that failed; only Multi-AZ
promises that primary and replica stand apart.
Fix: switch Multi-AZ on; it needs automatic failover and at least one replica.

```python
aws.elasticache.ReplicationGroup(
    "replication-group", multi_az_enabled=True, automatic_failover_enabled=True, ...
)
```

Severity: high; a zone outage loses the 24-hour history.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(group: Resource, _: Context) -> Iterable[Observation]:
    return expect(group, "multiAzEnabled").is_true()


CONTROL = Control(
    id="elasticache-replication-group-multi-az",
    family=Family.MULTI_AZ,
    title="ElastiCache replication group is Multi-AZ",
    severity=Severity.HIGH,
    applies_to=("aws:elasticache/replicationGroup:ReplicationGroup",),
    check=_check,
    passing=(
        Example({"multiAzEnabled": True, "automaticFailoverEnabled": True, "numCacheClusters": 3}),
    ),
    failing=(
        Example({"multiAzEnabled": False}),
        Example({"automaticFailoverEnabled": True}),
    ),
)
