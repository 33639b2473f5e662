"""No resource is protected against deletion in AWS.

Why: environments are created and destroyed by CI. One protected resource makes the destroy fail
half way and leaves the rest of the environment, with its cost and its data, behind.
Fix: switch the protection off; where it is on by default, say so explicitly.

```python
aws.rds.Instance(name, deletion_protection=False, ...)
```

Severity: high; `pulumi destroy` fails.
Not covered: protection by Pulumi itself: see `protect-off`. Security frameworks ask for the
opposite; the report shows those controls as deviations.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="deletion-protection-off",
    family=Family.DESTROYABLE,
    title="Nothing is protected against deletion",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"deletionProtection": False}, type="aws:rds/instance:Instance"),
        Example(type="aws:rds/instance:Instance"),
    ),
    failing=(
        Example({"deletionProtection": True}, type="aws:rds/instance:Instance"),
        Example({"enableDeletionProtection": True}, type="aws:lb/loadBalancer:LoadBalancer"),
        Example(type="aws:qldb/ledger:Ledger"),
    ),
)
