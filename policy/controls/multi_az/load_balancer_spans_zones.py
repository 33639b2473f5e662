"""A load balancer has subnets in at least two different Availability Zones.

Why: a network load balancer accepts a single subnet, and then stands or falls with its zone.
Fix: give it one subnet a zone.

```python
aws.lb.LoadBalancer("load-balancer", subnets=[subnet_a.id, subnet_c.id], ...)
```

Severity: high; a zone outage takes the service's address away.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.zones import judge_zones, spans_zones
from policy.verdict import Observation


def _check(balancer: Resource, context: Context) -> Iterable[Observation]:
    yield from spans_zones(balancer, "subnets[]", context)
    yield from spans_zones(balancer, "subnetMappings[].subnetId", context)
    zones = [item for item in balancer.read("availabilityZones[]") if not item.is_absent]
    known = [item.value for item in zones if isinstance(item.value, str)]
    if zones:
        unknown = (len(zones) - len(known)) * context.settings.minimum_availability_zones
        yield judge_zones("availabilityZones", known, unknown, context)


CONTROL = Control(
    id="load-balancer-spans-zones",
    family=Family.MULTI_AZ,
    title="Load balancer spans at least two Availability Zones",
    severity=Severity.HIGH,
    applies_to=(
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
        "aws:elb/loadBalancer:LoadBalancer",
    ),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"subnets": [Ref("private-a", "id"), Ref("private-c", "id")]},
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
                Other(
                    "private-c", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1c"}
                ),
            ),
        ),
        Example(
            {"availabilityZones": ["ap-northeast-1a", "ap-northeast-1d"]},
            type="aws:elb/loadBalancer:LoadBalancer",
        ),
    ),
    failing=(
        Example(
            {"subnets": [Ref("private-a", "id"), Ref("private-b", "id")]},
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
                Other(
                    "private-b", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
            ),
        ),
        Example(
            {"subnetMappings": [{"subnetId": Ref("private-a", "id")}]},
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
