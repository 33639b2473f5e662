"""Every shard of a replication group has at least one replica.

Why: failover promotes a replica; a shard that has none is lost together with its node, whatever
the Multi-AZ switch says.
Fix: ask for replicas in the form that fits the group.

```python
aws.elasticache.ReplicationGroup("replication-group", num_cache_clusters=3, ...)
aws.elasticache.ReplicationGroup(
    "sharded", num_node_groups=2, replicas_per_node_group=2, ...
)
```

Severity: high; a node failure loses a shard.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.verdict import Observation


def _check(group: Resource, _: Context) -> Iterable[Observation]:
    if group.get("replicasPerNodeGroup") is not ABSENT:
        return expect(group, "replicasPerNodeGroup").at_least(1)
    if group.get("nodeGroupConfigurations") is not ABSENT:
        return expect(group, "nodeGroupConfigurations[].replicaCount").at_least(1)
    return expect(group, "numCacheClusters").at_least(2)


CONTROL = Control(
    id="elasticache-replication-group-has-replicas",
    family=Family.MULTI_AZ,
    title="Every shard of an ElastiCache replication group has a replica",
    severity=Severity.HIGH,
    applies_to=("aws:elasticache/replicationGroup:ReplicationGroup",),
    check=_check,
    passing=(
        Example({"numCacheClusters": 3}),
        Example({"numNodeGroups": 2, "replicasPerNodeGroup": 1}),
    ),
    failing=(
        Example({"numCacheClusters": 1}),
        Example({"numNodeGroups": 2, "replicasPerNodeGroup": 0}),
        Example({}),
    ),
)
