"""A database cluster has instances in at least two different Availability Zones.

Why: the storage spans zones by itself, the compute does not: with one instance, or with two in
one zone, a zone outage leaves nothing that could fail over.
Fix: declare one instance a zone and say which zone.

```python
for zone in ("ap-northeast-1a", "ap-northeast-1c"):
    aws.rds.ClusterInstance(
        f"cluster-instance-{zone}", cluster_identifier=cluster.id, availability_zone=zone, ...
    )
```

Severity: high; a zone outage stops the database.
Not covered: instances that another program adds to the cluster.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations import referrers_by
from policy.relations.zones import judge_zones, known_zones
from policy.verdict import Observation, Verdict, phrase

_INSTANCES: Final = {
    "aws:rds/cluster:Cluster": "aws:rds/clusterInstance:ClusterInstance",
    "aws:docdb/cluster:Cluster": "aws:docdb/clusterInstance:ClusterInstance",
    "aws:neptune/cluster:Cluster": "aws:neptune/clusterInstance:ClusterInstance",
}


def _check(cluster: Resource, context: Context) -> Iterable[Observation]:
    # A Multi-AZ DB cluster names its instance class itself and always spans three zones.
    instance_class = cluster.get("dbClusterInstanceClass")
    if isinstance(instance_class, str):
        found = phrase("a Multi-AZ DB cluster of {0}", instance_class)
        yield Observation(Verdict.PASS, "dbClusterInstanceClass", phrase("set"), found)
        return
    own, perhaps = referrers_by(
        cluster,
        "clusterIdentifier",
        context.graph,
        _INSTANCES[cluster.type],
        names=("clusterIdentifier",),
    )
    unknown = len(perhaps) + (instance_class is not ABSENT) * 2
    zones, elsewhere = known_zones(own, context.graph)
    yield judge_zones("", zones, elsewhere + unknown, context)


CONTROL = Control(
    id="database-cluster-spans-zones",
    family=Family.MULTI_AZ,
    title="Database cluster has instances in at least two Availability Zones",
    severity=Severity.HIGH,
    applies_to=(
        "aws:rds/cluster:Cluster",
        "aws:docdb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    ),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"clusterIdentifier": "cluster-dev"},
            others=(
                Other(
                    "first",
                    "aws:rds/clusterInstance:ClusterInstance",
                    {
                        "clusterIdentifier": Ref("example-dev", "id"),
                        "availabilityZone": "ap-northeast-1a",
                    },
                ),
                Other(
                    "second",
                    "aws:rds/clusterInstance:ClusterInstance",
                    {"clusterIdentifier": "cluster-dev", "availabilityZone": "ap-northeast-1c"},
                ),
            ),
        ),
        Example({"dbClusterInstanceClass": "db.r6gd.large"}),
    ),
    failing=(
        Example({"clusterIdentifier": "cluster-dev"}),
        Example(
            {},
            others=(
                Other(
                    "first",
                    "aws:rds/clusterInstance:ClusterInstance",
                    {
                        "clusterIdentifier": Ref("example-dev", "id"),
                        "availabilityZone": "ap-northeast-1a",
                    },
                ),
            ),
        ),
    ),
)
