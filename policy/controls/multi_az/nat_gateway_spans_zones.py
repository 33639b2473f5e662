"""A VPC that uses zonal NAT gateways has them in at least two different Availability Zones.

Why: a zonal NAT gateway dies with its zone, and with it the way out of every subnet that routes
through it.
Fix: declare one NAT gateway a zone, or a regional one.

```python
aws.ec2.NatGateway("nat-gateway", vpc_id=vpc.id, availability_mode="regional")
```

Severity: medium; a zone outage cuts outbound traffic of all zones.
Not covered: NAT gateways in subnets that another program declares.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations import Links, links
from policy.relations.zones import SUBNET_TYPES, judge_spread
from policy.verdict import Observation

_NAT: Final = "aws:ec2/natGateway:NatGateway"


def _check(vpc: Resource, context: Context) -> Iterable[Observation]:
    zonal = [
        item for item in context.graph.of_types(_NAT) if item.get("availabilityMode") != "regional"
    ]
    subnets = [links(gateway, "subnetId", context.graph, *SUBNET_TYPES) for gateway in zonal]
    found = tuple(
        subnet
        for named in subnets
        for subnet in named.found
        if links(subnet, "vpcId", context.graph, vpc.type).mentions(vpc)
    )
    if found:
        unresolved = sum(named.unresolved for named in subnets)
        yield judge_spread("", Links(found, unresolved, len(subnets)), context)


CONTROL = Control(
    id="nat-gateway-spans-zones",
    family=Family.MULTI_AZ,
    title="The NAT gateways of a VPC span its Availability Zones",
    severity=Severity.MEDIUM,
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
                Other("nat-a", "aws:ec2/natGateway:NatGateway", {"subnetId": Ref("a", "id")}),
                Other("nat-c", "aws:ec2/natGateway:NatGateway", {"subnetId": Ref("c", "id")}),
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
                Other("nat-a", "aws:ec2/natGateway:NatGateway", {"subnetId": Ref("a", "id")}),
            ),
        ),
    ),
)
