"""A mapping of a stream splits failing batches and bounds retries and the age of records.

Why: by default a failing batch is retried until it expires: one bad record holds up its shard for
days while the transactions behind it grow old.
Fix: split, and bound both.

```python
aws.lambda_.EventSourceMapping(
    "event-source-mapping",
    bisect_batch_on_function_error=True,
    maximum_retry_attempts=60,
    maximum_record_age_in_seconds=6 * 3600,
    ...
)
```

Severity: high; one record stops the detection of fraud.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.event_sources import reads_stream
from policy.verdict import Observation, Verdict, phrase

_MOST_RETRIES: Final = 10_000
_LONGEST_SECONDS: Final = 604_800


def _check(mapping: Resource, context: Context) -> Iterable[Observation]:
    streamed = reads_stream(mapping, context.graph)
    if streamed is False:
        return
    for item in _bounds(mapping):
        yield item if streamed else replace(item, verdict=Verdict.UNDETERMINED)


def _bounds(mapping: Resource) -> Iterator[Observation]:
    yield from expect(mapping, "bisectBatchOnFunctionError").is_true()
    yield from expect(mapping, "maximumRetryAttempts").holds(
        phrase("a number from 0 to {0}", _MOST_RETRIES),
        lambda value: 0 <= int(str(value)) <= _MOST_RETRIES,
    )
    yield from expect(mapping, "maximumRecordAgeInSeconds").holds(
        phrase("a number from 60 to {0}", _LONGEST_SECONDS),
        lambda value: 60 <= int(str(value)) <= _LONGEST_SECONDS,
    )


CONTROL = Control(
    id="event-source-retries-bounded",
    family=Family.OBSERVABILITY,
    title="A poison record holds a shard for a bounded time",
    severity=Severity.HIGH,
    applies_to=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {
                "eventSourceArn": Ref("stream-dev"),
                "bisectBatchOnFunctionError": True,
                "maximumRetryAttempts": 60,
                "maximumRecordAgeInSeconds": 21600,
            },
            others=(Other("stream-dev", "aws:kinesis/stream:Stream"),),
        ),
    ),
    failing=(
        Example(
            {"eventSourceArn": Ref("stream-dev")},
            others=(Other("stream-dev", "aws:kinesis/stream:Stream"),),
        ),
        Example(
            {
                "eventSourceArn": Ref("stream-dev"),
                "bisectBatchOnFunctionError": True,
                "maximumRetryAttempts": -1,
                "maximumRecordAgeInSeconds": 21600,
            },
            others=(Other("stream-dev", "aws:kinesis/stream:Stream"),),
        ),
    ),
)
