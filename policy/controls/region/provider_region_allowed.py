"""Every AWS provider works in an allowed region.

Why: transaction data of JapanCart must stay in Tokyo. The provider decides where every resource
without a region of its own is created; one that takes its region from the shell creates them
wherever the person who deploys happens to work.
Fix: set `aws:region` in the stack's configuration, or the region on the provider itself.

```python
tokyo = aws.Provider("provider-dev", region="ap-northeast-1")
```

Severity: critical; one provider moves all of its resources and their data abroad.
Not covered: regions that a named profile or a shared configuration file sets.
"""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from policy.control import Context, Control, Example, Scope, Severity
from policy.demands.edge_services import US_EAST_1, may_live_in_us_east_1
from policy.demands.placement import (
    allowed_regions,
    describe_placement,
    in_allowed_region,
    judge_region,
)
from policy.demands.regions import PROVIDER_TYPE, placement_of, provider_of, regions_named_in
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.verdict import Observation, Verdict, phrase


def _check(provider: Resource, context: Context) -> Iterator[Observation]:
    yield _judge_region(provider, context)
    if provider.get("stsRegion") is not ABSENT:
        yield from in_allowed_region(provider, "stsRegion", context, Verdict.PASS)
    yield from _judge_endpoints(provider, context)


def _judge_region(provider: Resource, context: Context) -> Observation:
    placement = placement_of(provider, context.graph)
    verdict = judge_region(placement.region, context, Verdict.UNDETERMINED)
    if placement.region == US_EAST_1 and _serves_only_edge_services(provider, context):
        verdict = Verdict.PASS
    found = describe_placement(placement)
    return Observation(verdict, "region", allowed_regions(context), found)


def _serves_only_edge_services(provider: Resource, context: Context) -> bool:
    served = [
        resource
        for resource in context.graph.resources
        if resource.type.startswith("aws:") and provider_of(resource, context.graph) is provider
    ]
    return bool(served) and all(may_live_in_us_east_1(item, context.graph) for item in served)


def _judge_endpoints(provider: Resource, context: Context) -> Iterator[Observation]:
    allowed = set(context.settings.allowed_regions)
    expected = phrase("only AWS endpoints of {0}", ", ".join(sorted(allowed)))
    for address in _addresses(provider.get("endpoints")):
        if address is None:
            found = phrase("not known before deployment")
            yield Observation(Verdict.UNDETERMINED, "endpoints", expected, found)
            continue
        regions = set(regions_named_in(address))
        verdict = Verdict.PASS if regions and regions <= allowed else Verdict.FAIL
        host = urlsplit(address).hostname or address
        yield Observation(verdict, "endpoints", expected, phrase("{0}", host))


def _addresses(endpoints: object) -> Iterator[str | None]:
    """Every address; `None` for one that is not known."""
    # Under the CLI, lists and objects of provider inputs are JSON texts.
    parsed = endpoints
    if isinstance(endpoints, str) and endpoints.startswith("["):
        parsed = json.loads(endpoints)
    if isinstance(parsed, Unknown):
        yield None
    elif isinstance(parsed, str):
        yield from (parsed,) if parsed else ()
    elif isinstance(parsed, Mapping | list):
        for item in parsed.values() if isinstance(parsed, Mapping) else parsed:
            yield from _addresses(item)


CONTROL = Control(
    id="provider-region-allowed",
    family=Family.REGION,
    title="The AWS provider works in an allowed region",
    severity=Severity.CRITICAL,
    applies_to=(PROVIDER_TYPE,),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example({"region": "ap-northeast-1"}),
        Example(
            {
                "region": "ap-northeast-1",
                "endpoints": [{"sqs": "https://sqs.ap-northeast-1.amazonaws.com"}],
            }
        ),
    ),
    failing=(
        Example({"region": "us-west-2"}),
        Example({"region": "ap-northeast-1", "stsRegion": "us-east-1"}),
        Example(
            {
                "region": "ap-northeast-1",
                "endpoints": [{"sqs": "https://sqs.us-east-1.amazonaws.com"}],
            }
        ),
    ),
)
