"""Every resource is created in an allowed region.

Why: transaction data of JapanCart must stay in Tokyo. Since version 7 of the AWS provider each
resource may name a region of its own, which silently overrides that of its provider.
Fix: leave the region to the provider, or name an allowed one.

```python
aws.sqs.Queue(name, region="ap-northeast-1", ...)
```

Severity: critical; a resource in another region takes its data there.
Not covered: services without regions, such as IAM and Route 53, which are not applicable here.
Resources that AWS wants in us-east-1, such as certificates of CloudFront, pass there.
"""

from collections.abc import Iterator

from policy.control import ANY_AWS, Context, Control, Example, Scope, Severity
from policy.demands.edge_services import US_EAST_1, global_types, may_live_in_us_east_1
from policy.demands.placement import allowed_regions, describe_placement, judge_region
from policy.demands.regions import placement_of
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    if resource.type in global_types():
        return
    placement = placement_of(resource, context.graph)
    verdict = judge_region(placement.region, context, Verdict.UNDETERMINED)
    if placement.region == US_EAST_1 and may_live_in_us_east_1(resource, context.graph):
        verdict = Verdict.PASS
    path = "region" if placement.decided_by == "resource" else ""
    yield Observation(verdict, path, allowed_regions(context), describe_placement(placement))


CONTROL = Control(
    id="resource-region-allowed",
    family=Family.REGION,
    title="The resource is created in an allowed region",
    severity=Severity.CRITICAL,
    applies_to=(ANY_AWS,),
    check=_check,
    scope=Scope.STACK,
    passing=(Example({}, type="aws:sqs/queue:Queue"),),
    failing=(
        Example({"region": "us-west-2"}, type="aws:sqs/queue:Queue"),
        Example({"region": "us-east-1"}, type="aws:acm/certificate:Certificate"),
    ),
)
