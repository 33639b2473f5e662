"""A log group keeps events for at least the configured number of days, and for a stated time.

Why: too short, and an investigation finds nothing; without a number, AWS keeps everything for
ever, personal data included.
Fix: state the retention; AWS accepts certain numbers only, such as 365 and 400.

```python
aws.cloudwatch.LogGroup("log-group", retention_in_days=400, ...)
```

Severity: medium; PCI DSS 10.5.1 asks for twelve months.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(group: Resource, context: Context) -> Iterable[Observation]:
    minimum = context.settings.minimum_log_retention_days
    return expect(group, "retentionInDays").at_least(minimum)


CONTROL = Control(
    id="log-group-retention",
    family=Family.OBSERVABILITY,
    title="Log group keeps its events long enough, and not for ever",
    severity=Severity.MEDIUM,
    applies_to=("aws:cloudwatch/logGroup:LogGroup",),
    check=_check,
    passing=(Example({"retentionInDays": 400}),),
    failing=(
        Example({"retentionInDays": 30}),
        Example({"retentionInDays": 0}),
        Example({}),
    ),
)
