"""Availability Zones, by name or by id, are zones of an allowed region.

Why: a zone outside the region means a program written for another region, and a Local Zone such as
`ap-northeast-1-tpe-1a` lies in another city, even in another country.
Fix: take the zones from the region that the program deploys to.

```python
zones = aws.get_availability_zones(
    filters=[{"name": "zone-type", "values": ["availability-zone"]}]
)
```

Severity: high; what stands in the zone stands outside the region.
Not covered: zones that AWS chooses; they are always of the resource's own region.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="zones-in-region",
    family=Family.REGION,
    title="Availability Zones are zones of an allowed region",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"availabilityZone": "ap-northeast-1a"}, type="aws:ec2/subnet:Subnet"),
        Example({"availabilityZoneId": "apne1-az4"}, type="aws:ec2/subnet:Subnet"),
    ),
    failing=(
        Example({"availabilityZone": "us-east-1a"}, type="aws:ec2/subnet:Subnet"),
        Example({"availabilityZone": "ap-northeast-1-tpe-1a"}, type="aws:ec2/subnet:Subnet"),
        Example({"availabilityZoneId": "use1-az1"}, type="aws:ec2/subnet:Subnet"),
    ),
)
