"""An alarm has an action, and its actions are enabled.

Why: an alarm without an action turns red where nobody looks.
Fix: name a topic.

```python
aws.cloudwatch.MetricAlarm("metric-alarm", alarm_actions=[topic.arn], ...)
```

Severity: medium; incidents are noticed by customers first.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict


def _check(alarm: Resource, _: Context) -> Iterable[Observation]:
    yield from expect(alarm, "alarmActions").has_items(1)
    yield from expect(alarm, "actionsEnabled", absent=Verdict.PASS).is_true()


CONTROL = Control(
    id="alarm-acts",
    family=Family.OBSERVABILITY,
    title="Alarm tells somebody",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    ),
    check=_check,
    passing=(
        Example(
            {"alarmActions": [Ref("topic-dev")]},
            others=(Other("topic-dev", "aws:sns/topic:Topic"),),
        ),
    ),
    failing=(
        Example({}),
        Example({"alarmActions": []}),
        Example(
            {
                "alarmActions": ["arn:aws:sns:ap-northeast-1:123456789012:ops"],
                "actionsEnabled": False,
            }
        ),
    ),
)
