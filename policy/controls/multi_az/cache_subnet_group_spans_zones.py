"""The subnets of a cache subnet group lie in at least two different Availability Zones.

Why: replicas can only stand in the zones of their subnet group; with one zone, automatic failover
has nowhere to go.
Fix: give the group one subnet a zone.

```python
aws.elasticache.SubnetGroup("subnet-group", subnet_ids=[subnet_a.id, subnet_c.id, subnet_d.id])
```

Severity: high; a zone outage empties the cache and blinds the fraud rules.
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
    id="cache-subnet-group-spans-zones",
    family=Family.MULTI_AZ,
    title="Cache subnet group spans at least two Availability Zones",
    severity=Severity.HIGH,
    applies_to=(
        "aws:elasticache/subnetGroup:SubnetGroup",
        "aws:memorydb/subnetGroup:SubnetGroup",
        "aws:dax/subnetGroup:SubnetGroup",
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
