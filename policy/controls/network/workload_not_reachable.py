"""Public address, route, network ACL and security group do not together let the internet in.

Why: each of the four looks harmless alone and is declared somewhere else; only their combination
tells whether a port can be reached. The finding names every step of the way.
Fix: take one step away, best the public address.

```python
aws.rds.Instance(
    "instance",
    publicly_accessible=False,
    db_subnet_group_name=private_subnets.name,
    vpc_security_group_ids=[group.id],
    ...
)
```

Severity: critical; it is found by scanners within minutes.
Not covered: load balancers, which are public on purpose; peering, VPN and Direct Connect.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import as_boolean
from policy.families import Family
from policy.graph import Graph, Resource, Unknown
from policy.logic import Claim, negated, verdict_of
from policy.network.exposure import Exposure, Placement, exposure_of, has_public_address
from policy.network.rules import GROUP
from policy.verdict import Observation, Phrase, phrase


def _is_public(database: Resource, _: Graph) -> Claim:
    value = database.get("publiclyAccessible")
    return None if isinstance(value, Unknown) else as_boolean(value) is True


_DATABASE: Final = Placement(
    "dbSubnetGroupName", "vpcSecurityGroupIds[]", _is_public, "aws:rds/subnetGroup:SubnetGroup"
)
_PLACEMENTS: Final = {
    "aws:ec2/instance:Instance": Placement("subnetId", "vpcSecurityGroupIds[]", has_public_address),
    "aws:ec2/networkInterface:NetworkInterface": Placement(
        "subnetId", "securityGroups[]", has_public_address
    ),
    "aws:rds/instance:Instance": _DATABASE,
    "aws:redshift/cluster:Cluster": Placement(
        "clusterSubnetGroupName",
        "vpcSecurityGroupIds[]",
        _is_public,
        "aws:redshift/subnetGroup:SubnetGroup",
    ),
    "aws:dms/replicationInstance:ReplicationInstance": Placement(
        "replicationSubnetGroupId",
        "vpcSecurityGroupIds[]",
        _is_public,
        "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup",
    ),
    "aws:mq/broker:Broker": Placement("subnetIds[]", "securityGroups[]", _is_public),
}


def _check(workload: Resource, context: Context) -> Iterable[Observation]:
    exposure = exposure_of(workload, _PLACEMENTS[workload.type], context.graph)
    yield Observation(
        verdict_of(negated(exposure.claim)), "", phrase("no way from the internet"), _way(exposure)
    )


def _way(exposure: Exposure) -> Phrase:
    if exposure.claim is False:
        return phrase("no way found")
    return phrase("a way: {0}", "; ".join(exposure.steps) or "?")


CONTROL = Control(
    id="workload-not-reachable-from-internet",
    family=Family.NETWORK,
    title="Nobody on the internet can open a connection to a workload",
    severity=Severity.CRITICAL,
    applies_to=tuple(_PLACEMENTS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"subnetId": Ref("public-a", "id"), "vpcSecurityGroupIds": [Ref("open-dev", "id")]},
            others=(
                Other(
                    "gateway-dev",
                    "aws:ec2/internetGateway:InternetGateway",
                    {"vpcId": Ref("vpc-dev", "id")},
                ),
                Other("vpc-dev", "aws:ec2/vpc:Vpc"),
                Other(
                    "public-a",
                    "aws:ec2/subnet:Subnet",
                    {"vpcId": Ref("vpc-dev", "id"), "mapPublicIpOnLaunch": True},
                ),
                Other(
                    "table-dev",
                    "aws:ec2/routeTable:RouteTable",
                    {
                        "vpcId": Ref("vpc-dev", "id"),
                        "routes": [
                            {"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat-0123456789abcdef0"}
                        ],
                    },
                ),
                Other(
                    "association-dev",
                    "aws:ec2/routeTableAssociation:RouteTableAssociation",
                    {"subnetId": Ref("public-a", "id"), "routeTableId": Ref("table-dev", "id")},
                ),
                Other(
                    "open-dev",
                    GROUP,
                    {
                        "ingress": [
                            {
                                "protocol": "tcp",
                                "fromPort": 22,
                                "toPort": 22,
                                "cidrBlocks": ["0.0.0.0/0"],
                            }
                        ]
                    },
                ),
            ),
        ),
        Example({"publiclyAccessible": False}, type="aws:rds/instance:Instance"),
    ),
    failing=(
        Example(
            {"subnetId": Ref("public-a", "id"), "vpcSecurityGroupIds": [Ref("open-dev", "id")]},
            others=(
                Other(
                    "gateway-dev",
                    "aws:ec2/internetGateway:InternetGateway",
                    {"vpcId": Ref("vpc-dev", "id")},
                ),
                Other("vpc-dev", "aws:ec2/vpc:Vpc"),
                Other(
                    "public-a",
                    "aws:ec2/subnet:Subnet",
                    {"vpcId": Ref("vpc-dev", "id"), "mapPublicIpOnLaunch": True},
                ),
                Other(
                    "table-dev",
                    "aws:ec2/routeTable:RouteTable",
                    {
                        "vpcId": Ref("vpc-dev", "id"),
                        "routes": [
                            {"cidrBlock": "0.0.0.0/0", "gatewayId": Ref("gateway-dev", "id")}
                        ],
                    },
                ),
                Other(
                    "association-dev",
                    "aws:ec2/routeTableAssociation:RouteTableAssociation",
                    {"subnetId": Ref("public-a", "id"), "routeTableId": Ref("table-dev", "id")},
                ),
                Other(
                    "open-dev",
                    GROUP,
                    {
                        "ingress": [
                            {
                                "protocol": "tcp",
                                "fromPort": 22,
                                "toPort": 22,
                                "cidrBlocks": ["0.0.0.0/0"],
                            }
                        ]
                    },
                ),
            ),
        ),
    ),
)
