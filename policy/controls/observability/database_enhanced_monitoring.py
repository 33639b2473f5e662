"""A database reports operating system metrics at least once a minute, with a role to do so.

Why: the hypervisor's averages over five minutes hide the spike that stalled the batch; and an
interval without a role reports nothing.
Fix: state interval and role.

```python
aws.rds.Instance("instance", monitoring_interval=15, monitoring_role_arn=role.arn, ...)
```

Severity: low; it lengthens the search for a cause.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Reading, Resource
from policy.logic import verdict_of
from policy.redaction import describe
from policy.relations import is_named
from policy.verdict import Observation, phrase

_INTERVALS: Final = frozenset({1, 5, 10, 15, 30, 60})


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    yield from expect(database, "monitoringInterval").holds(
        phrase("1, 5, 10, 15, 30 or 60 seconds"), lambda value: int(str(value)) in _INTERVALS
    )
    yield _role(database)


def _role(database: Resource) -> Observation:
    value = database.get("monitoringRoleArn")
    found = describe(database, Reading("monitoringRoleArn", value))
    return Observation(verdict_of(is_named(value)), "monitoringRoleArn", phrase("set"), found)


CONTROL = Control(
    id="database-enhanced-monitoring",
    family=Family.OBSERVABILITY,
    title="Database reports its operating system's metrics",
    severity=Severity.LOW,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
    ),
    check=_check,
    passing=(
        Example(
            {"monitoringInterval": 15, "monitoringRoleArn": Ref("role-dev")},
            others=(Other("role-dev", "aws:iam/role:Role"),),
        ),
    ),
    failing=(
        Example({"monitoringInterval": 0}),
        Example({"monitoringInterval": 60}),
        Example({}),
    ),
)
