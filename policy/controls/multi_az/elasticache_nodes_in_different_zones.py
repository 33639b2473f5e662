"""Where a program fixes the zones of cache nodes, they are at least two different ones.

Why: a list such as 1a, 1a, 1a satisfies every switch and still puts all nodes into one zone.
Fix: name different zones, or none and let Multi-AZ place the nodes.

```python
aws.elasticache.ReplicationGroup(
    "replication-group",
    preferred_cache_cluster_azs=["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
    ...
)
```

Severity: high; the redundancy exists on paper only.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.zones import judge_zones
from policy.verdict import Observation

_PATHS: Final = ("preferredCacheClusterAzs[]", "preferredAvailabilityZones[]")


def _check(group: Resource, context: Context) -> Iterable[Observation]:
    for path in _PATHS:
        readings = [item for item in group.read(path) if not item.is_absent]
        known = [item.value for item in readings if isinstance(item.value, str)]
        if readings:
            unknown = (len(readings) - len(known)) * context.settings.minimum_availability_zones
            yield judge_zones(path, known, unknown, context)


CONTROL = Control(
    id="elasticache-nodes-in-different-zones",
    family=Family.MULTI_AZ,
    title="ElastiCache nodes with fixed zones stand in different ones",
    severity=Severity.HIGH,
    applies_to=(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/cluster:Cluster",
    ),
    check=_check,
    passing=(Example({"preferredCacheClusterAzs": ["ap-northeast-1a", "ap-northeast-1c"]}),),
    failing=(Example({"preferredCacheClusterAzs": ["ap-northeast-1a", "ap-northeast-1a"]}),),
)
