"""A database does not ask for a public address.

Why: with one, only a security group stands between the ledger and the internet.
Fix: leave the switch off, which is the default.

```python
aws.rds.Instance("instance", publicly_accessible=False, ...)
```

Severity: critical; the ledger holds every transaction.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    return expect(database, "publiclyAccessible", absent=Verdict.PASS).is_false()


CONTROL = Control(
    id="database-not-public",
    family=Family.NETWORK,
    title="Database asks for no public address",
    severity=Severity.CRITICAL,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:rds/cluster:Cluster",
    ),
    check=_check,
    passing=(
        Example({"publiclyAccessible": False}),
        Example({}),
    ),
    failing=(Example({"publiclyAccessible": True}),),
)
