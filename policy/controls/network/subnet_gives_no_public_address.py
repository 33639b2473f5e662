"""A subnet gives no public IPv4 address to what starts in it.

Why: a public address should be somebody's decision about one resource, not a side effect of the
place it was put.
Fix: leave the switch off and give addresses to the few that need one.

```python
aws.ec2.Subnet("subnet", map_public_ip_on_launch=False, ...)
```

Severity: medium; it takes an open group as well.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict

_DEFAULT: Final = "aws:ec2/defaultSubnet:DefaultSubnet"


def _check(subnet: Resource, _: Context) -> Iterable[Observation]:
    # Default subnets give out addresses unless told otherwise.
    absent = Verdict.FAIL if subnet.type == _DEFAULT else Verdict.PASS
    yield from expect(subnet, "mapPublicIpOnLaunch", absent=absent).is_false()


CONTROL = Control(
    id="subnet-gives-no-public-address",
    family=Family.NETWORK,
    title="Subnet gives out no public addresses",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:ec2/subnet:Subnet",
        "aws:ec2/defaultSubnet:DefaultSubnet",
    ),
    check=_check,
    passing=(
        Example({"mapPublicIpOnLaunch": False}),
        Example({}),
    ),
    failing=(
        Example({"mapPublicIpOnLaunch": True}),
        Example({}, type="aws:ec2/defaultSubnet:DefaultSubnet"),
    ),
)
