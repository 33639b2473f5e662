"""Lists of allowed addresses do not contain the whole internet.

Why: `0.0.0.0/0` in a list turns every control that uses the list into none.
Fix: name the networks that have a reason to connect.

```python
aws.ec2.ManagedPrefixListEntry(name, cidr="203.0.113.0/24", ...)
```

Severity: high; the restriction does not restrict.
Not covered: security groups and network ACLs: see their own controls.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="open-networks-not-allowed",
    family=Family.NETWORK,
    title="Address lists do not contain the whole internet",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"cidr": "203.0.113.0/24"}, type="aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
        ),
    ),
    failing=(
        Example(
            {"cidr": "0.0.0.0/0"}, type="aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
        ),
    ),
)
