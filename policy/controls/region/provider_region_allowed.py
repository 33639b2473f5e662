"""Every AWS provider works in an allowed region.

Why: transaction data of JapanCart must stay in Tokyo. The provider decides where every resource
without a region of its own is created; one that takes its region from the shell creates them
wherever the person who deploys happens to work.

Fix: set the region in the stack's configuration, or on the provider itself:

    # Pulumi.<stack>.yaml
    config:
      aws:region: ap-northeast-1

    tokyo = aws.Provider("provider-dev", region="ap-northeast-1")

Severity: critical, since one provider moves all of its resources and their data abroad.

Not covered: regions that a named profile or a shared configuration file sets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from policy.control import Context, Control, Example, Severity
from policy.edge_services import may_live_in_us_east_1
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.placement import allowed_regions, in_allowed_region, judge_region
from policy.regions import PROVIDER_TYPE, placement_of, provider_of, regions_named_in
from policy.verdict import Observation, Phrase, Verdict, phrase


def check(provider: Resource, context: Context) -> Iterator[Observation]:
    """The provider's region, the region it asks for credentials, and its endpoints."""
    yield _judge_region(provider, context)
    if provider.get("stsRegion") is not ABSENT:
        yield from in_allowed_region(provider, "stsRegion", context, Verdict.PASS)
    yield from _judge_endpoints(provider, context)


def _judge_region(provider: Resource, context: Context) -> Observation:
    placement = placement_of(provider, context.graph)
    verdict = judge_region(placement.region, context, Verdict.UNDETERMINED)
    if verdict is Verdict.FAIL and _serves_only_edge_services(provider, context):
        verdict = Verdict.PASS
    found = _describe(placement.region, placement.decided_by)
    return Observation(verdict, "region", allowed_regions(context), found)


def _describe(region: object, decided_by: str) -> Phrase:
    if isinstance(region, str):
        return phrase("{0}, set by the {1}", region, decided_by)
    if isinstance(region, Unknown):
        return phrase("not known before deployment")
    return phrase("no region; the shell that deploys decides (set aws:region)")


def _serves_only_edge_services(provider: Resource, context: Context) -> bool:
    served = [
        resource
        for resource in context.graph.resources
        if resource.type.startswith("aws:") and provider_of(resource, context.graph) is provider
    ]
    return bool(served) and all(may_live_in_us_east_1(item, context.graph) for item in served)


def _judge_endpoints(provider: Resource, context: Context) -> Iterator[Observation]:
    for address in _addresses(provider.get("endpoints")):
        host = urlsplit(address).hostname or address
        regions = set(regions_named_in(address))
        allowed = bool(regions) and regions <= set(context.settings.allowed_regions)
        verdict = Verdict.PASS if allowed else Verdict.FAIL
        expected = phrase("an AWS endpoint of {0}", ", ".join(context.settings.allowed_regions))
        yield Observation(verdict, "endpoints", expected, phrase("{0}", host))


def _addresses(endpoints: object) -> Iterator[str]:
    # Under the CLI, lists and objects of provider inputs are JSON texts.
    parsed = json.loads(endpoints) if isinstance(endpoints, str) and endpoints else endpoints
    for services in parsed if isinstance(parsed, list) else ():
        if isinstance(services, dict):
            yield from (item for item in services.values() if isinstance(item, str) and item)


CONTROL = Control(
    id="provider-region-allowed",
    family=Family.REGION,
    title="The AWS provider works in an allowed region",
    severity=Severity.CRITICAL,
    applies_to=(PROVIDER_TYPE,),
    check=check,
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
