"""A function that runs in a VPC has subnets in at least two different Availability Zones.

Why: Lambda itself is Multi-AZ, but a function in a VPC can only start in the zones of its
subnets.
Fix: give the function one subnet a zone.

```python
aws.lambda_.Function(
    "function",
    vpc_config={"subnet_ids": [subnet_a.id, subnet_c.id], "security_group_ids": [group.id]},
    ...
)
```

Severity: high; a zone outage stops the processing of transactions.
Not covered: functions outside a VPC, which AWS spreads over zones itself.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.zones import spans_zones
from policy.verdict import Observation


def _check(function: Resource, context: Context) -> Iterable[Observation]:
    return spans_zones(function, "vpcConfig.subnetIds[]", context)


CONTROL = Control(
    id="lambda-function-spans-zones",
    family=Family.MULTI_AZ,
    title="Lambda function in a VPC spans at least two Availability Zones",
    severity=Severity.HIGH,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"vpcConfig": {"subnetIds": [Ref("private-a", "id"), Ref("private-c", "id")]}},
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
            {"vpcConfig": {"subnetIds": [Ref("private-a", "id"), Ref("private-b", "id")]}},
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
