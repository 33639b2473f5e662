"""The subnets that a program puts into a VPC lie in at least two different Availability Zones.

Why: whatever is built in a VPC of one zone inherits its single point of failure.
Fix: declare one subnet of each kind a zone.

```python
for zone in ("ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"):
    aws.ec2.Subnet(f"subnet-{zone}", vpc_id=vpc.id, availability_zone=zone, ...)
```

Severity: high; nothing in the VPC can be redundant.
Not covered: subnets that another program puts into the VPC; a VPC without subnets.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations import Links, referrers_by
from policy.relations.zones import SUBNET, judge_spread
from policy.verdict import Observation


def _check(vpc: Resource, context: Context) -> Iterable[Observation]:
    own, perhaps = referrers_by(vpc, "vpcId", context.graph, SUBNET)
    if own:
        yield judge_spread("", Links(own, len(perhaps), len(own)), context)


CONTROL = Control(
    id="vpc-subnets-span-zones",
    family=Family.MULTI_AZ,
    title="The subnets of a VPC span at least two Availability Zones",
    severity=Severity.HIGH,
    applies_to=("aws:ec2/vpc:Vpc",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "a",
                    "aws:ec2/subnet:Subnet",
                    {"vpcId": Ref("example-dev", "id"), "availabilityZone": "ap-northeast-1a"},
                ),
                Other(
                    "c",
                    "aws:ec2/subnet:Subnet",
                    {"vpcId": Ref("example-dev", "id"), "availabilityZone": "ap-northeast-1c"},
                ),
            ),
        ),
    ),
    failing=(
        Example(
            {},
            others=(
                Other(
                    "a",
                    "aws:ec2/subnet:Subnet",
                    {"vpcId": Ref("example-dev", "id"), "availabilityZone": "ap-northeast-1a"},
                ),
                Other(
                    "b",
                    "aws:ec2/subnet:Subnet",
                    {"vpcId": Ref("example-dev", "id"), "availabilityZone": "ap-northeast-1a"},
                ),
            ),
        ),
    ),
)
