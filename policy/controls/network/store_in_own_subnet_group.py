"""A database or cache names a subnet group that the program chose.

Why: without one AWS takes the default VPC, whose subnets are public and which no flow log
watches.
Fix: name the group.

```python
aws.rds.Instance("instance", db_subnet_group_name=subnet_group.name, ...)
```

Severity: medium; it depends on what the default VPC is like.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import ABSENT, Reading, Resource
from policy.logic import verdict_of
from policy.redaction import describe
from policy.relations import is_named
from policy.relations.caches import is_member
from policy.verdict import Observation, phrase

_PROPERTIES: Final = {
    "aws:rds/instance:Instance": "dbSubnetGroupName",
    "aws:rds/cluster:Cluster": "dbSubnetGroupName",
    "aws:docdb/cluster:Cluster": "dbSubnetGroupName",
    "aws:neptune/cluster:Cluster": "neptuneSubnetGroupName",
    "aws:redshift/cluster:Cluster": "clusterSubnetGroupName",
    "aws:elasticache/replicationGroup:ReplicationGroup": "subnetGroupName",
    "aws:elasticache/cluster:Cluster": "subnetGroupName",
    "aws:elasticache/serverlessCache:ServerlessCache": "subnetIds",
    "aws:memorydb/cluster:Cluster": "subnetGroupName",
    "aws:dax/cluster:Cluster": "subnetGroupName",
    "aws:dms/replicationInstance:ReplicationInstance": "replicationSubnetGroupId",
}
_SOURCES: Final = ("replicateSourceDb", "globalReplicationGroupId")


def _check(store: Resource, context: Context) -> Iterable[Observation]:
    # A replica or member of a group stands where its source does.
    if is_member(store) or any(store.get(name) is not ABSENT for name in _SOURCES):
        return ()
    path = _PROPERTIES[store.type]
    value = store.get(path)
    claim = False if value in ("default", []) else is_named(value)
    found = describe(store, Reading(path, value), context.graph)
    return (Observation(verdict_of(claim), path, phrase("a group of its own"), found),)


CONTROL = Control(
    id="store-in-own-subnet-group",
    family=Family.NETWORK,
    title="Database or cache names its subnet group",
    severity=Severity.MEDIUM,
    applies_to=tuple(_PROPERTIES),
    check=_check,
    passing=(Example({"dbSubnetGroupName": "ledger-dev"}),),
    failing=(
        Example({}),
        Example({"dbSubnetGroupName": "default"}),
        Example({}, type="aws:elasticache/replicationGroup:ReplicationGroup"),
    ),
)
