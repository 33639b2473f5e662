"""Regions that a property names are allowed ones.

Why: many properties take the name of a region to copy, replicate, peer or aggregate to. Each one
can take data out of Tokyo although the resource itself is there.
Fix: name an allowed region, or leave the property out where it then means the resource's own.

```python
aws.ec2.VpcPeeringConnection(name, peer_region="ap-northeast-1", ...)
```

Severity: high; data moves to the region that is named.
Not covered: regions in ARNs and endpoints: see `arns-in-region`; routing hints of public DNS.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="named-regions-allowed",
    family=Family.REGION,
    title="Regions named in properties are allowed ones",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"peerRegion": "ap-northeast-1"},
            type="aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        ),
        Example(type="aws:ec2/vpcPeeringConnection:VpcPeeringConnection"),
    ),
    failing=(
        Example(
            {"peerRegion": "us-west-2"}, type="aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
        ),
        Example({"destinationRegion": "us-west-2"}, type="aws:rds/snapshotCopy:SnapshotCopy"),
        Example(type="aws:chime/voiceConnector:VoiceConnector"),
    ),
)
