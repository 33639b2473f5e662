"""Whether a subnet is public: whether its route table leads to an internet gateway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.graph import Graph, Provenance, Resource, Unknown
from policy.logic import Claim, any_of
from policy.relations import Links, link, links, referrers_by
from policy.relations.zones import SUBNET_TYPES

VPC: Final = "aws:ec2/vpc:Vpc"
TABLE: Final = "aws:ec2/routeTable:RouteTable"
DEFAULT_TABLE: Final = "aws:ec2/defaultRouteTable:DefaultRouteTable"
ROUTE: Final = "aws:ec2/route:Route"
ASSOCIATION: Final = "aws:ec2/routeTableAssociation:RouteTableAssociation"
MAIN_ASSOCIATION: Final = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
GATEWAY: Final = "aws:ec2/internetGateway:InternetGateway"
_PRIVATE_GATEWAYS: Final = frozenset(
    {
        "aws:ec2/vpnGateway:VpnGateway",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
        "aws:ec2transitgateway/transitGateway:TransitGateway",
    }
)
DEFAULT_SUBNET: Final = "aws:ec2/defaultSubnet:DefaultSubnet"
_TABLES: Final = (TABLE, DEFAULT_TABLE)
_DESTINATIONS: Final = (
    "cidrBlock",
    "ipv6CidrBlock",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
)


@dataclass(frozen=True, slots=True)
class Way:
    """Whether there is a way to and from the internet, and which one.

    `by` tells the way in words that names of resources make up.
    """

    claim: Claim
    by: str = ""


def internet_way(subnet: Resource, graph: Graph) -> Way:
    """Whether packets of the internet reach a subnet, by its route table."""
    if subnet.type == DEFAULT_SUBNET:
        return Way(claim=True, by=f"default subnet {subnet.name}")
    tables = _tables_of(subnet, graph)
    if tables is None:
        return Way(claim=None)
    ways = [way for table in tables.found for way in _ways(table, graph)]
    ways += _loose_ways(subnet, graph)
    if not tables.complete:
        ways.append(Way(claim=None))
    claim = any_of(way.claim for way in ways)
    told = (way for way in ways if way.claim is claim and claim is not False)
    return next(told, Way(claim))


def _tables_of(subnet: Resource, graph: Graph) -> Links | None:
    """The subnet's own table or its VPC's main one; `None` where that cannot be told."""
    own, perhaps = referrers_by(subnet, "subnetId", graph, ASSOCIATION, among=SUBNET_TYPES)
    if own or perhaps:
        named = [links(item, "routeTableId", graph, *_TABLES) for item in (*own, *perhaps)]
        found = tuple(table for item in named for table in item.found)
        return Links(found, sum(item.unresolved for item in named) + len(perhaps))
    vpcs = links(subnet, "vpcId", graph, VPC)
    if not vpcs.complete or not vpcs.found:
        return None
    return _main_tables(vpcs.found[0], graph)


def _main_tables(vpc: Resource, graph: Graph) -> Links:
    chosen, perhaps = referrers_by(vpc, "vpcId", graph, MAIN_ASSOCIATION)
    named = [links(item, "routeTableId", graph, *_TABLES) for item in (*chosen, *perhaps)]
    if named:
        found = tuple(table for item in named for table in item.found)
        return Links(found, sum(item.unresolved for item in named) + len(perhaps))
    adopted, perhaps = referrers_by(vpc, "defaultRouteTableId", graph, DEFAULT_TABLE)
    return Links(adopted, len(perhaps))


def _ways(table: Resource, graph: Graph) -> Iterator[Way]:
    for reading in table.read("routes[]"):
        if isinstance(reading.value, Mapping):
            yield _way(table, reading.value, graph)
        elif not reading.is_absent:
            yield Way(claim=None)
    surely, perhaps = _routes_of(table, graph)
    yield from (_way(route, route.properties, graph) for route in surely)
    for route in perhaps:
        way = _way(route, route.properties, graph)
        yield Way(None if way.claim else way.claim, way.by)


def _loose_ways(subnet: Resource, graph: Graph) -> list[Way]:
    """Routes in the main table that the program names through the VPC's outputs only."""
    vpcs = links(subnet, "vpcId", graph, VPC).found
    if referrers_by(subnet, "subnetId", graph, ASSOCIATION, among=SUBNET_TYPES)[0]:
        return []
    return [
        _way(route, route.properties, graph) for vpc in vpcs for route in _routes_of(vpc, graph)[0]
    ]


def _routes_of(holder: Resource, graph: Graph) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """Routes of a table, or of the main table that only the VPC's outputs name."""
    return referrers_by(holder, "routeTableId", graph, ROUTE, among=(*_TABLES, VPC))


def _way(resource: Resource, route: Mapping[str, object], graph: Graph) -> Way:
    target = route.get("gatewayId")
    destination = next((route[name] for name in _DESTINATIONS if route.get(name)), "?")
    shown = destination if isinstance(destination, str) else "?"
    return Way(
        _leads_out(target, link(target, graph, GATEWAY)),
        f"{resource.name} sends {shown} to an internet gateway",
    )


def _leads_out(target: object, gateways: Links) -> Claim:
    if target is None:
        return False
    if gateways.found:
        return True
    if isinstance(target, Unknown):
        return False if _is_elsewhere(target) else None
    return str(target).startswith("igw-")


def _is_elsewhere(target: Unknown) -> bool:
    types = {origin.urn.split("::")[2].split("$")[-1] for origin in target.origins}
    return target.provenance is Provenance.EXACT and bool(types) and types <= _PRIVATE_GATEWAYS
