"""Availability Zones that resources stand in, resolved through the subnets they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from policy.control import Context
from policy.graph import Graph, Resource, Unknown
from policy.memo import remembered
from policy.relations.links import Links, links
from policy.verdict import Observation, Phrase, Verdict, phrase

SUBNET: Final = "aws:ec2/subnet:Subnet"
SUBNET_TYPES: Final = (SUBNET, "aws:ec2/defaultSubnet:DefaultSubnet")


_LOOK_UP: Final = "aws:index/getAvailabilityZones:getAvailabilityZones"
_POSITION: Final = re.compile(r"(names|zoneIds)\[\d+\]")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by one of the ways to say which: zones of different kinds cannot be told apart."""

    kind: str
    value: str


def zone_of(resource: Resource, graph: Graph) -> Zone | None:
    """The zone of a subnet or instance; `None` if it is not known before deployment.

    A place in the account's list of zones is as good as a name: no zone is in it twice.
    """
    for name in ("availabilityZone", "availabilityZoneId"):
        value = resource.get(name)
        if isinstance(value, str) and value:
            return Zone(name, value)
        position = _positions(graph).get(value.text or "") if isinstance(value, Unknown) else None
        if position:
            return Zone(position.split("[")[0], position)
    return None


def _positions(graph: Graph) -> Mapping[str, str]:
    """Places in the list of zones by their stand-ins, if the program asks for one list only."""
    return remembered(graph, "places of zones", lambda: _find_positions(graph))


def _find_positions(graph: Graph) -> Mapping[str, str]:
    found = {
        item.text: item.origin.output
        for item in graph.stand_ins.values()
        if item.origin.urn == _LOOK_UP and _POSITION.fullmatch(item.origin.output or "")
    }
    places = [place for place in found.values() if place]
    only_list = len(places) == len(set(places))
    return {text: place for text, place in found.items() if place and only_list}


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
    zones, unknown = known_zones(named.found, context.graph)
    unknown += named.unresolved
    if named.open_ended:
        unknown = max(unknown, context.settings.minimum_availability_zones)
    return judge_zones(path, zones, unknown, context)


def known_zones(resources: Iterable[Resource], graph: Graph) -> tuple[tuple[str, ...], int]:
    """The different zones that are known, and how many resources stand in others or the same."""
    zones = [zone_of(resource, graph) for resource in resources]
    kinds = {zone.kind for zone in zones if zone}
    by_kind = [[zone.value for zone in zones if zone and zone.kind == kind] for kind in kinds]
    best = max(sorted(by_kind), key=lambda values: len(set(values)), default=[])
    return tuple(sorted(set(best))), len(zones) - len(best)


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
