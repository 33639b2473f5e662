"""The subnets of a serverless cache lie in at least two different Availability Zones.

Why: a serverless cache is as available as the zones it is given.
Fix: give it one subnet a zone.

```python
aws.elasticache.ServerlessCache("serverless-cache", subnet_ids=[subnet_a.id, subnet_c.id], ...)
```

Severity: high; a zone outage takes the cache away.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.zones import spans_zones
from policy.verdict import Observation


def _check(cache: Resource, context: Context) -> Iterable[Observation]:
    return spans_zones(cache, "subnetIds[]", context)


CONTROL = Control(
    id="elasticache-serverless-cache-spans-zones",
    family=Family.MULTI_AZ,
    title="Serverless cache spans at least two Availability Zones",
    severity=Severity.HIGH,
    applies_to=("aws:elasticache/serverlessCache:ServerlessCache",),
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
