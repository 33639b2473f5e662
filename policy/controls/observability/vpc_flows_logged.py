"""A VPC has a flow log that records accepted and rejected traffic.

Why: flow logs are the only record of who talked to whom; without them a breach cannot be
reconstructed.
Fix: declare a flow log for the VPC.

```python
aws.ec2.FlowLog("flow-log", vpc_id=vpc.id, traffic_type="ALL", log_destination=log_group.arn, ...)
```

Severity: medium; it hides an attack, it does not allow one.
Not covered: flow logs that another program declares for the VPC.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import Claim, any_of, verdict_of
from policy.relations import referrers_by
from policy.verdict import Observation, phrase

_FLOW_LOG: Final = "aws:ec2/flowLog:FlowLog"


def _check(vpc: Resource, context: Context) -> Iterable[Observation]:
    surely, perhaps = referrers_by(vpc, "vpcId", context.graph, _FLOW_LOG)
    claims = [_records_all(item) for item in surely] + [None] * len(perhaps)
    found = phrase("{0}", ", ".join(item.name for item in surely) or "-")
    expected = phrase("a flow log of all traffic")
    yield Observation(verdict_of(any_of(claims)), "", expected, found)


def _records_all(flow_log: Resource) -> Claim:
    kind = flow_log.get("trafficType")
    return None if isinstance(kind, Unknown) else kind == "ALL"


CONTROL = Control(
    id="vpc-flows-logged",
    family=Family.OBSERVABILITY,
    title="Every VPC logs all its flows",
    severity=Severity.MEDIUM,
    applies_to=("aws:ec2/vpc:Vpc",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "flow-log-dev",
                    _FLOW_LOG,
                    {"vpcId": Ref("example-dev", "id"), "trafficType": "ALL"},
                ),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example(
            {},
            others=(
                Other(
                    "flow-log-dev",
                    _FLOW_LOG,
                    {"vpcId": Ref("example-dev", "id"), "trafficType": "REJECT"},
                ),
            ),
        ),
    ),
)
