"""A flow log records all traffic, into a log group or bucket that the program declares.

Why: rejected traffic shows who tries, accepted traffic who succeeds; and a destination of the
program is one whose key and retention are judged as well.
Fix: record everything and name the destination.

```python
aws.ec2.FlowLog("flow-log", traffic_type="ALL", log_destination=log_group.arn, ...)
```

Severity: medium; half a record explains nothing.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations import links
from policy.relations.buckets import BUCKET_TYPES
from policy.verdict import Observation, Verdict, phrase

_DESTINATIONS: Final = (
    "aws:cloudwatch/logGroup:LogGroup",
    *BUCKET_TYPES,
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
)


def _check(flow_log: Resource, context: Context) -> Iterable[Observation]:
    yield from expect(flow_log, "trafficType").equals("ALL")
    named = links(
        flow_log, "logDestination", context.graph, *_DESTINATIONS, names=("name", "bucket")
    )
    expected = phrase("a destination of this program")
    found = phrase("{0}", ", ".join(item.name for item in named.found) or "-")
    if named.found:
        yield Observation(Verdict.PASS, "logDestination", expected, found)
    else:
        verdict = Verdict.UNDETERMINED if named.values else Verdict.FAIL
        yield Observation(verdict, "logDestination", expected, found)


CONTROL = Control(
    id="flow-log-complete",
    family=Family.OBSERVABILITY,
    title="Flow log records all traffic into a destination of the program",
    severity=Severity.MEDIUM,
    applies_to=("aws:ec2/flowLog:FlowLog",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"trafficType": "ALL", "logDestination": Ref("logs-dev")},
            others=(Other("logs-dev", "aws:cloudwatch/logGroup:LogGroup"),),
        ),
    ),
    failing=(
        Example(
            {"trafficType": "REJECT", "logDestination": Ref("logs-dev")},
            others=(Other("logs-dev", "aws:cloudwatch/logGroup:LogGroup"),),
        ),
        Example({"trafficType": "ALL"}),
    ),
)
