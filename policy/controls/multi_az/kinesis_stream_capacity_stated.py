"""A stream is on demand, or provisioned with a stated number of shards.

Why: a stream whose capacity nobody decided throttles its producers at the first peak, and a
throttled put is a transaction nobody looked at.
Fix: choose on-demand mode, or derive the shard count from the expected load.

```python
aws.kinesis.Stream("stream", stream_mode_details={"stream_mode": "ON_DEMAND"}, ...)
```

Severity: medium; a peak is throttled.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(stream: Resource, _: Context) -> Iterable[Observation]:
    mode = stream.read("streamModeDetails.streamMode")[0]
    if mode.is_unknown or mode.value == "ON_DEMAND":
        return expect(stream, "streamModeDetails.streamMode").equals("ON_DEMAND")
    return expect(stream, "shardCount").at_least(1)


CONTROL = Control(
    id="kinesis-stream-capacity-stated",
    family=Family.MULTI_AZ,
    title="Kinesis stream states how its capacity is provided",
    severity=Severity.MEDIUM,
    applies_to=("aws:kinesis/stream:Stream",),
    check=_check,
    passing=(
        Example({"streamModeDetails": {"streamMode": "ON_DEMAND"}}),
        Example({"shardCount": 2}),
    ),
    failing=(
        Example({"streamModeDetails": {"streamMode": "PROVISIONED"}}),
        Example({"shardCount": 0}),
    ),
)
