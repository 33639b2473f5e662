"""A database records its load by statement, for at least a month.

Why: when decisions were slow last night, only the recorded load by statement tells which
statement it was.
Fix: switch Performance Insights on and state the retention.

```python
aws.rds.Instance(
    "instance",
    performance_insights_enabled=True,
    performance_insights_retention_period=93,
    ...
)
```

Severity: low; it lengthens the search for a cause.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation

_DAYS: Final = 31


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    yield from expect(database, "performanceInsightsEnabled").is_true()
    yield from expect(database, "performanceInsightsRetentionPeriod").at_least(_DAYS)


CONTROL = Control(
    id="database-performance-insights",
    family=Family.OBSERVABILITY,
    title="Database records what it was busy with",
    severity=Severity.LOW,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
    ),
    check=_check,
    passing=(
        Example({"performanceInsightsEnabled": True, "performanceInsightsRetentionPeriod": 465}),
    ),
    failing=(
        Example({"performanceInsightsEnabled": False}),
        Example({"performanceInsightsEnabled": True, "performanceInsightsRetentionPeriod": 7}),
        Example({}),
    ),
)
