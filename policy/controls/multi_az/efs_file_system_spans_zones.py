"""A file system is regional and has mount targets in at least two different Availability Zones.

Why: a One Zone file system lives in one zone; a regional one can only be reached where it has a
mount target.
Fix: leave `availability_zone_name` out and declare one mount target a zone.

```python
aws.efs.MountTarget("mount-target-a", file_system_id=file_system.id, subnet_id=subnet_a.id, ...)
```

Severity: medium; a zone outage takes the files away.
Not covered: a file system whose mount targets another program declares.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations import Links, links, referrers_by
from policy.relations.zones import SUBNET_TYPES, judge_spread
from policy.verdict import Observation


def _check(system: Resource, context: Context) -> Iterable[Observation]:
    if system.get("availabilityZoneName") is not ABSENT:
        yield from expect(system, "availabilityZoneName").is_absent()
        return
    targets, perhaps = referrers_by(
        system, "fileSystemId", context.graph, "aws:efs/mountTarget:MountTarget"
    )
    parts = [links(target, "subnetId", context.graph, *SUBNET_TYPES) for target in targets]
    found = tuple(subnet for part in parts for subnet in part.found)
    unresolved = sum(part.unresolved for part in parts) + len(perhaps)
    if targets:
        yield judge_spread("", Links(found, unresolved, len(parts)), context)


CONTROL = Control(
    id="efs-file-system-spans-zones",
    family=Family.MULTI_AZ,
    title="EFS file system has mount targets in at least two Availability Zones",
    severity=Severity.MEDIUM,
    applies_to=("aws:efs/fileSystem:FileSystem",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
                Other(
                    "private-c", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1c"}
                ),
                Other(
                    "target-a",
                    "aws:efs/mountTarget:MountTarget",
                    {"fileSystemId": Ref("example-dev", "id"), "subnetId": Ref("private-a", "id")},
                ),
                Other(
                    "target-c",
                    "aws:efs/mountTarget:MountTarget",
                    {"fileSystemId": Ref("example-dev", "id"), "subnetId": Ref("private-c", "id")},
                ),
            ),
        ),
    ),
    failing=(
        Example({"availabilityZoneName": "ap-northeast-1a"}),
        Example(
            {},
            others=(
                Other(
                    "private-a", "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-northeast-1a"}
                ),
                Other(
                    "target-a",
                    "aws:efs/mountTarget:MountTarget",
                    {"fileSystemId": Ref("example-dev", "id"), "subnetId": Ref("private-a", "id")},
                ),
            ),
        ),
    ),
)
