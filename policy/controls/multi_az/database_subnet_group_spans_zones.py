"""The subnets of a database subnet group lie in at least two different Availability Zones.

Why: a standby needs a second zone to stand in; two subnets of one zone look like redundancy and
give none.
Fix: give the group one subnet a zone.

```python
aws.rds.SubnetGroup("subnet-group", subnet_ids=[subnet_a.id, subnet_c.id, subnet_d.id])
```

Severity: high; without a second zone the database cannot fail over.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.zones import spans_zones
from policy.verdict import Observation


def _check(group: Resource, context: Context) -> Iterable[Observation]:
    return spans_zones(group, "subnetIds[]", context)


CONTROL = Control(
    id="database-subnet-group-spans-zones",
    family=Family.MULTI_AZ,
    title="Database subnet group spans at least two Availability Zones",
    severity=Severity.HIGH,
    applies_to=(
        "aws:rds/subnetGroup:SubnetGroup",
        "aws:docdb/subnetGroup:SubnetGroup",
        "aws:neptune/subnetGroup:SubnetGroup",
        "aws:redshift/subnetGroup:SubnetGroup",
        "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup",
    ),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"subnetIds": [Ref("private-a", "id"), Ref("private-c", "id")]},
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
                Other(
                    "private-c", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1c"}
                ),
            ),
        ),
    ),
    failing=(
        Example(
            {"subnetIds": [Ref("private-a", "id"), Ref("private-b", "id")]},
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
                Other(
                    "private-b", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
            ),
        ),
    ),
)
