"""The expectations `an allowed region` and `a zone of an allowed region`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from policy.control import Context
from policy.demands.regions import Placement, is_zone_of, placement_of, resolved
from policy.graph import Graph, Reading, Resource, Unknown
from policy.redaction import describe
from policy.verdict import Observation, Phrase, Verdict, phrase, worst

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")


def in_allowed_region(
    resource: Resource, path: str, context: Context, absent: Verdict
) -> tuple[Observation, ...]:
    """What each region name at the path says."""
    expected = allowed_regions(context)
    return tuple(
        Observation(
            judge_region(resolved(reading.value, context.graph), context, absent),
            reading.path,
            expected,
            describe(resource, reading, context.graph),
        )
        for reading in resource.read(path)
    )


def in_allowed_zone(
    resource: Resource, path: str, context: Context, absent: Verdict
) -> tuple[Observation, ...]:
    """What each zone name or zone id at the path says; Local Zones are in other places.

    The name of the region itself is accepted: some properties take either.
    """
    expected = phrase("an Availability Zone of {0}", ", ".join(context.settings.allowed_regions))
    return tuple(
        Observation(
            _judge_zone(reading, context, absent),
            reading.path,
            expected,
            describe(resource, reading, context.graph),
        )
        for reading in resource.read(path)
    )


def bucket_in_allowed_region(
    resource: Resource, path: str, context: Context
) -> tuple[Observation, ...]:
    """Whether each S3 bucket at the path is one of the stack's in an allowed region.

    The ARN of a bucket carries no region, so a bucket made elsewhere stays undetermined.
    """
    expected = phrase("a bucket of this stack in {0}", ", ".join(context.settings.allowed_regions))
    return tuple(
        Observation(
            _judge_bucket(reading.value, context),
            reading.path,
            expected,
            describe(resource, reading, context.graph),
        )
        for reading in resource.read(path)
        if not reading.is_absent
    )


def _judge_bucket(value: object, context: Context) -> Verdict:
    buckets = tuple(_buckets(value, context.graph))
    if not buckets:
        return Verdict.UNDETERMINED
    return worst(
        judge_region(placement_of(bucket, context.graph).region, context, Verdict.UNDETERMINED)
        for bucket in buckets
    )


def _buckets(value: object, graph: Graph) -> Iterator[Resource]:
    if isinstance(value, Unknown):
        origins = [graph.by_urn[item.urn] for item in value.origins if item.urn in graph.by_urn]
        if origins and all(item.type in BUCKETS for item in origins):
            yield from origins
    elif isinstance(value, str):
        name = value.rpartition(":::")[2]
        yield from (item for item in graph.of_types(*BUCKETS) if item.get("bucket") == name)


def allowed_regions(context: Context) -> Phrase:
    """The expectation in words."""
    return _in_words(context.settings.allowed_regions)


@cache
def _in_words(regions: tuple[str, ...]) -> Phrase:
    return phrase("the region {0}", ", ".join(regions))


def describe_placement(placement: Placement) -> Phrase:
    """Where a resource lives and who decided it, in words."""
    if isinstance(placement.region, Unknown):
        return phrase("a region that is not known before deployment")
    match placement.decided_by:
        case "resource":
            return phrase("{0}, set by the resource", placement.region)
        case "provider":
            return phrase("{0}, set by the provider", placement.region)
        case "configuration":
            return phrase("{0}, set by the configuration", placement.region)
    return phrase("no region; the shell that deploys decides (set aws:region)")


def judge_region(value: object, context: Context, absent: Verdict) -> Verdict:
    """The verdict on one region name, unknown or absent value."""
    if isinstance(value, Unknown):
        return Verdict.UNDETERMINED
    if isinstance(value, str) and value:
        allowed = value in context.settings.allowed_regions
        return Verdict.PASS if allowed else Verdict.FAIL
    return absent


def _judge_zone(reading: Reading, context: Context, absent: Verdict) -> Verdict:
    value = reading.value
    if isinstance(value, Unknown):
        return _judge_unknown_zone(value, context)
    if isinstance(value, str) and value:
        regions = context.settings.allowed_regions
        inside = value in regions or any(is_zone_of(region, value) for region in regions)
        return Verdict.PASS if inside else Verdict.FAIL
    return absent


def _judge_unknown_zone(value: Unknown, context: Context) -> Verdict:
    # A zone read from another resource is a zone of that resource's region.
    sources = [
        context.graph.by_urn[origin.urn]
        for origin in value.origins
        if origin.urn in context.graph.by_urn
        and (origin.output or "").startswith("availabilityZone")
    ]
    if not sources or len(sources) < len(value.origins):
        return Verdict.UNDETERMINED
    regions = {placement_of(source, context.graph).region for source in sources}
    allowed = regions <= set(context.settings.allowed_regions)
    return Verdict.PASS if allowed else Verdict.UNDETERMINED
