"""The expectations `an allowed region` and `a zone of an allowed region`."""

from __future__ import annotations

from policy.control import Context
from policy.graph import Reading, Resource, Unknown
from policy.redaction import describe
from policy.regions import is_zone_of, placement_of, resolved
from policy.verdict import Observation, Phrase, Verdict, phrase


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
    """What each zone name or zone id at the path says; Local Zones are in other places."""
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


def allowed_regions(context: Context) -> Phrase:
    """The expectation in words."""
    return phrase("the region {0}", ", ".join(context.settings.allowed_regions))


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
        inside = any(is_zone_of(region, value) for region in regions)
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
