"""A stream publishes the metrics of each shard.

Why: a stream's sums look healthy while one hot shard throttles the producers whose keys hash to
it.
Fix: ask for the metrics.

```python
aws.kinesis.Stream(
    "stream",
    shard_level_metrics=["IncomingRecords", "OutgoingRecords", "IteratorAgeMilliseconds",
                         "WriteProvisionedThroughputExceeded",
                         "ReadProvisionedThroughputExceeded"],
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
from policy.verdict import Observation, phrase

_WANTED: Final = frozenset(
    {
        "IncomingRecords",
        "OutgoingRecords",
        "IteratorAgeMilliseconds",
        "WriteProvisionedThroughputExceeded",
        "ReadProvisionedThroughputExceeded",
    }
)


def _check(stream: Resource, _: Context) -> Iterable[Observation]:
    return expect(stream, "shardLevelMetrics").holds(
        phrase("all of {0}", ", ".join(sorted(_WANTED))), _has_all
    )


def _has_all(metrics: object) -> bool | None:
    named = [item for item in metrics if isinstance(item, str)] if isinstance(metrics, list) else []
    if "ALL" in named or set(named) >= _WANTED:
        return True
    return None if isinstance(metrics, list) and len(named) < len(metrics) else False


CONTROL = Control(
    id="kinesis-shard-metrics",
    family=Family.OBSERVABILITY,
    title="Kinesis stream measures each shard",
    severity=Severity.LOW,
    applies_to=("aws:kinesis/stream:Stream",),
    check=_check,
    passing=(
        Example(
            {
                "shardLevelMetrics": [
                    "IncomingRecords",
                    "OutgoingRecords",
                    "IteratorAgeMilliseconds",
                    "WriteProvisionedThroughputExceeded",
                    "ReadProvisionedThroughputExceeded",
                ]
            }
        ),
        Example({"shardLevelMetrics": ["ALL"]}),
    ),
    failing=(
        Example({"shardLevelMetrics": ["IncomingBytes"]}),
        Example({}),
    ),
)
