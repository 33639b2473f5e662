"""A stream keeps its records for at least the configured number of hours.

Why: records that a failing consumer did not read in time are gone; the default of 24 hours does
not outlast a weekend.
Fix: state the retention.

```python
aws.kinesis.Stream("stream", retention_period=168, ...)
```

Severity: high; a long outage of the consumer loses transactions.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(stream: Resource, context: Context) -> Iterable[Observation]:
    minimum = context.settings.minimum_stream_retention_hours
    return expect(stream, "retentionPeriod").at_least(minimum)


CONTROL = Control(
    id="kinesis-stream-retention",
    family=Family.MULTI_AZ,
    title="Kinesis stream keeps records long enough to replay them",
    severity=Severity.HIGH,
    applies_to=("aws:kinesis/stream:Stream",),
    check=_check,
    passing=(Example({"retentionPeriod": 168}),),
    failing=(
        Example({"retentionPeriod": 24}),
        Example({}),
    ),
)
