"""A database instance keeps a synchronous standby in a second Availability Zone.

Why: without a standby a zone outage stops every decision that needs the ledger until an operator
restores a backup, and the minutes since that backup are lost.
Fix: ask for the standby; it doubles the instance's cost and halves nothing else.

```python
aws.rds.Instance("instance", multi_az=True, ...)
```

Severity: high; a zone outage becomes a data loss.
Not covered: Aurora clusters: see `database-cluster-spans-zones`.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(instance: Resource, _: Context) -> Iterable[Observation]:
    return expect(instance, "multiAz").is_true()


CONTROL = Control(
    id="rds-instance-multi-az",
    family=Family.MULTI_AZ,
    title="RDS instance keeps a standby in a second Availability Zone",
    severity=Severity.HIGH,
    applies_to=("aws:rds/instance:Instance",),
    check=_check,
    passing=(Example({"multiAz": True}),),
    failing=(
        Example({"multiAz": False}),
        Example({}),
    ),
)
