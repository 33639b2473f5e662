"""The subnets a resource is placed in lie in different Availability Zones.

Why: two subnets of one zone look redundant and are not: an outage of the zone takes both.
Fix: name one subnet of each of at least two zones.

```python
aws.msk.ServerlessCluster(
    name, vpc_configs=[{"subnet_ids": [private_a.id, private_c.id]}], ...
)
```

Severity: high; a zone outage stops the resource.
Not covered: how many instances run in each zone.
"""

from policy.control import Example, Other, Ref, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="placement-spans-zones",
    family=Family.MULTI_AZ,
    title="The subnets lie in several Availability Zones",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"vpcZoneIdentifiers": [Ref("private-a", "id"), Ref("private-c", "id")]},
            type="aws:autoscaling/group:Group",
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
            {"vpcZoneIdentifiers": [Ref("private-a", "id")]},
            type="aws:autoscaling/group:Group",
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
            ),
        ),
    ),
)
