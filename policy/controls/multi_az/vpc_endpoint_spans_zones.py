"""An interface endpoint has network interfaces in at least two different Availability Zones.

Why: in a VPC without a way to the internet an endpoint is the only road to its service; in one
zone it is a single point of failure and sends all other zones' traffic across zones.
Fix: give the endpoint one subnet a zone.

```python
aws.ec2.VpcEndpoint(
    "vpc-endpoint",
    vpc_endpoint_type="Interface",
    subnet_ids=[subnet_a.id, subnet_c.id, subnet_d.id],
    ...
)
```

Severity: medium; a zone outage cuts the other zones off from a service.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.relations import Links, links, referrers_by
from policy.relations.zones import SUBNET_TYPES, judge_spread
from policy.verdict import Observation, Verdict

_ASSOCIATION: Final = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"
_ZONAL: Final = frozenset({"Interface", "GatewayLoadBalancer"})


def _check(endpoint: Resource, context: Context) -> Iterable[Observation]:
    kind = endpoint.get("vpcEndpointType")
    if kind is ABSENT or (isinstance(kind, str) and kind not in _ZONAL):
        return ()
    named = _subnets(endpoint, context.graph)
    if isinstance(kind, Unknown):
        return (replace(judge_spread("subnetIds", named, context), verdict=Verdict.UNDETERMINED),)
    return (judge_spread("subnetIds", named, context),)


def _subnets(endpoint: Resource, graph: Graph) -> Links:
    associations, perhaps = referrers_by(endpoint, "vpcEndpointId", graph, _ASSOCIATION)
    parts = [
        links(endpoint, "subnetIds[]", graph, *SUBNET_TYPES),
        links(endpoint, "subnetConfigurations[].subnetId", graph, *SUBNET_TYPES),
        *(links(item, "subnetId", graph, *SUBNET_TYPES) for item in associations),
    ]
    return Links(
        tuple(subnet for part in parts for subnet in part.found),
        sum(part.unresolved for part in parts) + len(perhaps),
        open_ended=any(part.open_ended for part in parts),
    )


CONTROL = Control(
    id="vpc-endpoint-spans-zones",
    family=Family.MULTI_AZ,
    title="Interface endpoint spans at least two Availability Zones",
    severity=Severity.MEDIUM,
    applies_to=("aws:ec2/vpcEndpoint:VpcEndpoint",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {
                "vpcEndpointType": "Interface",
                "subnetIds": [Ref("private-a", "id"), Ref("private-c", "id")],
            },
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
            {
                "vpcEndpointType": "Interface",
                "subnetIds": [Ref("private-a", "id"), Ref("private-b", "id")],
            },
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
                Other(
                    "private-b", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
            ),
        ),
        Example({"vpcEndpointType": "Interface"}),
    ),
)
