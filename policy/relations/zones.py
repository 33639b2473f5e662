"""Availability Zones that resources stand in, resolved through the subnets they name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policy.control import Context
from policy.graph import Resource
from policy.relations.links import Links, links
from policy.verdict import Observation, Phrase, Verdict, phrase

SUBNET: Final = "aws:ec2/subnet:Subnet"
SUBNET_TYPES: Final = (SUBNET, "aws:ec2/defaultSubnet:DefaultSubnet")


def zone_of(subnet: Resource) -> str | None:
    """The zone's name or id; `None` if it is not known before deployment."""
    zones = (subnet.get(name) for name in ("availabilityZone", "availabilityZoneId"))
    return next((zone for zone in zones if isinstance(zone, str) and zone), None)


def spans_zones(resource: Resource, path: str, context: Context) -> tuple[Observation, ...]:
    """Whether the subnets named at a path lie in enough different zones.

    Says nothing where no subnet is named: what that means is for the control to know.
    """
    named = links(resource, path, context.graph, *SUBNET_TYPES)
    if not named.values:
        return ()
    return (judge_spread(path, named, context),)


def judge_spread(path: str, named: Links, context: Context) -> Observation:
    """The observation about subnets that are known, partly or wholly."""
    zones = [zone_of(subnet) for subnet in named.found]
    unknown = zones.count(None) + named.unresolved
    known = [zone for zone in zones if zone]
    if named.open_ended:
        unknown = max(unknown, context.settings.minimum_availability_zones)
    return judge_zones(path, known, unknown, context)


def judge_zones(path: str, zones: Iterable[str], unknown: int, context: Context) -> Observation:
    """The observation about known zones and a number of places in unknown ones."""
    different = sorted(set(zones))
    minimum = context.settings.minimum_availability_zones
    expected = phrase("at least {0} different Availability Zones", minimum)
    verdict = _verdict(len(different), unknown, minimum)
    return Observation(verdict, path.replace("[]", ""), expected, _found(different, unknown))


def _verdict(known: int, unknown: int, minimum: int) -> Verdict:
    if known >= minimum:
        return Verdict.PASS
    return Verdict.UNDETERMINED if known + unknown >= minimum else Verdict.FAIL


def _found(zones: list[str], unknown: int) -> Phrase:
    shown = ", ".join(zones) or "-"
    if unknown:
        return phrase("{0} and {1} not known before deployment", shown, unknown)
    return phrase("{0}", shown)
