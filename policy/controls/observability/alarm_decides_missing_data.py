"""An alarm states how it treats missing data.

Why: by default an alarm without data keeps its state or has none: a function that never runs, or
a stream that went silent, stays green.
Fix: choose breaching where silence is a fault, and notBreaching where it is peace.

```python
aws.cloudwatch.MetricAlarm("metric-alarm", treat_missing_data="notBreaching", ...)
```

Severity: low; it blurs alarms rather than silencing them.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(alarm: Resource, _: Context) -> Iterable[Observation]:
    return expect(alarm, "treatMissingData").one_of(
        "breaching", "notBreaching", "ignore", "missing"
    )


CONTROL = Control(
    id="alarm-decides-missing-data",
    family=Family.OBSERVABILITY,
    title="Alarm states what missing data means",
    severity=Severity.LOW,
    applies_to=("aws:cloudwatch/metricAlarm:MetricAlarm",),
    check=_check,
    passing=(Example({"treatMissingData": "notBreaching"}),),
    failing=(
        Example({}),
        Example({"treatMissingData": "not_breaching"}),
    ),
)
