"""A mapping of a stream sends records that it gives up on to a destination.

Why: without one, records that used up their retries are skipped: transactions that nobody scored
and nobody counts.
Fix: name a destination; a bucket keeps the whole record, a queue its position only.

```python
aws.lambda_.EventSourceMapping(
    "event-source-mapping",
    destination_config={"on_failure": {"destination_arn": bucket.arn}},
    ...
)
```

Severity: high; transactions are lost silently.
Not covered: queues, which have a dead-letter queue of their own: see `queue-has-dead-letters`.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.logic import verdict_of
from policy.relations import is_named
from policy.relations.event_sources import reads_stream
from policy.verdict import Observation, phrase

_PATH: Final = "destinationConfig.onFailure.destinationArn"


def _check(mapping: Resource, context: Context) -> Iterable[Observation]:
    streamed = reads_stream(mapping, context.graph)
    if streamed is not False:
        named = is_named(mapping.read(_PATH)[0].value)
        verdict = verdict_of(named if streamed else None)
        found = phrase("set") if named else phrase("none")
        yield Observation(verdict, _PATH, phrase("a failure destination"), found)


CONTROL = Control(
    id="event-source-failures-kept",
    family=Family.OBSERVABILITY,
    title="Records that a stream's consumer gives up on are kept",
    severity=Severity.HIGH,
    applies_to=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {
                "eventSourceArn": Ref("stream-dev"),
                "destinationConfig": {"onFailure": {"destinationArn": Ref("bucket-dev")}},
            },
            others=(
                Other("stream-dev", "aws:kinesis/stream:Stream"),
                Other("bucket-dev", "aws:s3/bucket:Bucket"),
            ),
        ),
    ),
    failing=(
        Example(
            {"eventSourceArn": Ref("stream-dev")},
            others=(Other("stream-dev", "aws:kinesis/stream:Stream"),),
        ),
        Example(
            {"eventSourceArn": "arn:aws:kinesis:ap-northeast-1:123456789012:stream/stream-dev"}
        ),
    ),
)
