"""No subnet of a database or cache has a route to an internet gateway.

Why: in a public subnet a single changed switch makes a store reachable; in a private one it takes
a new route as well.
Fix: put stores into subnets without a route to an internet gateway.

```python
aws.rds.SubnetGroup("subnet-group", subnet_ids=[private_a.id, private_c.id])
```

Severity: high; it is the second lock of the door.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.logic import negated, verdict_of
from policy.network.routes import internet_way
from policy.relations import links
from policy.relations.zones import SUBNET_TYPES
from policy.verdict import Observation, Verdict, phrase

_SUBNETS: Final = {
    "aws:rds/subnetGroup:SubnetGroup": "subnetIds[]",
    "aws:docdb/subnetGroup:SubnetGroup": "subnetIds[]",
    "aws:neptune/subnetGroup:SubnetGroup": "subnetIds[]",
    "aws:redshift/subnetGroup:SubnetGroup": "subnetIds[]",
    "aws:elasticache/subnetGroup:SubnetGroup": "subnetIds[]",
    "aws:elasticache/serverlessCache:ServerlessCache": "subnetIds[]",
    "aws:memorydb/subnetGroup:SubnetGroup": "subnetIds[]",
    "aws:dax/subnetGroup:SubnetGroup": "subnetIds[]",
    "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": "subnetIds[]",
    "aws:msk/cluster:Cluster": "brokerNodeGroupInfo.clientSubnets[]",
    "aws:opensearch/domain:Domain": "vpcOptions.subnetIds[]",
}
_EXPECTED: Final = phrase("no route to an internet gateway")


def _check(store: Resource, context: Context) -> Iterable[Observation]:
    path = _SUBNETS[store.type]
    named = links(store, path, context.graph, *SUBNET_TYPES)
    at = path.removesuffix("[]")
    for subnet in named.found:
        way = internet_way(subnet, context.graph)
        found = phrase("{0}: {1}", subnet.name, way.by or "-")
        yield Observation(verdict_of(negated(way.claim)), at, _EXPECTED, found)
    if named.unresolved:
        found = phrase("not known before deployment")
        yield Observation(Verdict.UNDETERMINED, at, _EXPECTED, found)


CONTROL = Control(
    id="data-stores-in-private-subnets",
    family=Family.NETWORK,
    title="Data stores stand in private subnets",
    severity=Severity.HIGH,
    applies_to=tuple(_SUBNETS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"subnetIds": [Ref("private-a", "id")]},
            others=(
                Other("vpc-dev", "aws:ec2/vpc:Vpc"),
                Other("private-a", "aws:ec2/subnet:Subnet", {"vpcId": Ref("vpc-dev", "id")}),
            ),
        ),
    ),
    failing=(
        Example(
            {"subnetIds": [Ref("public-a", "id")]},
            others=(
                Other("vpc-dev", "aws:ec2/vpc:Vpc"),
                Other(
                    "gateway-dev",
                    "aws:ec2/internetGateway:InternetGateway",
                    {"vpcId": Ref("vpc-dev", "id")},
                ),
                Other("public-a", "aws:ec2/subnet:Subnet", {"vpcId": Ref("vpc-dev", "id")}),
                Other(
                    "table-dev", "aws:ec2/routeTable:RouteTable", {"vpcId": Ref("vpc-dev", "id")}
                ),
                Other(
                    "association-dev",
                    "aws:ec2/routeTableAssociation:RouteTableAssociation",
                    {"subnetId": Ref("public-a", "id"), "routeTableId": Ref("table-dev", "id")},
                ),
                Other(
                    "route-dev",
                    "aws:ec2/route:Route",
                    {
                        "routeTableId": Ref("table-dev", "id"),
                        "destinationIpv6CidrBlock": "::/0",
                        "gatewayId": Ref("gateway-dev", "id"),
                    },
                ),
            ),
        ),
    ),
)
