"""A stand-alone cache cluster is Memcached across zones; Redis runs as replication group.

Why: a single Redis node cannot fail over at all, and checks that read replication groups only
would never see it.
Fix: use a replication group, or spread Memcached nodes over zones.

```python
aws.elasticache.Cluster(
    "cluster", engine="memcached", az_mode="cross-az", num_cache_nodes=2, ...
)
```

Severity: medium; a zone outage empties a cache that was meant to be rebuilt anyway.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.caches import is_member
from policy.verdict import Observation


def _check(cluster: Resource, _: Context) -> Iterable[Observation]:
    if is_member(cluster):
        return ()
    return (
        *expect(cluster, "engine").equals("memcached"),
        *expect(cluster, "azMode").equals("cross-az"),
        *expect(cluster, "numCacheNodes").at_least(2),
    )


CONTROL = Control(
    id="elasticache-cluster-spans-zones",
    family=Family.MULTI_AZ,
    title="Stand-alone cache cluster spans Availability Zones",
    severity=Severity.MEDIUM,
    applies_to=("aws:elasticache/cluster:Cluster",),
    check=_check,
    passing=(Example({"engine": "memcached", "azMode": "cross-az", "numCacheNodes": 2}),),
    failing=(
        Example({"engine": "redis", "numCacheNodes": 1}),
        Example({"engine": "memcached", "numCacheNodes": 3}),
    ),
)
