"""Networks: VPCs, subnets, and the rules of security groups."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import astuple

from policy.graph import Graph, Resource, Unknown
from policy.topology.kinds import SECURITY_GROUP, SUBNET
from policy.topology.model import Access, Subnet, Vpc
from policy.topology.relations import Relations

_WAYS_OUT = (
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
)
_RULES = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "ingress",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "egress",
}
_OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
_PEERS = ("cidrIpv4", "cidrIpv6", "prefixListId", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds")


def shown(value: object) -> str:
    """A plain value as text; empty for what is not set or not known yet."""
    return str(value) if isinstance(value, str | int) else ""


def describe_vpcs(graph: Graph) -> list[Vpc]:
    """Every VPC of the program."""
    internet = {
        origin.urn
        for gateway in graph.of_types(*_WAYS_OUT)
        for name in ("vpcId", "subnetId")
        for origin in _vpcs_of(graph, gateway, name)
    }
    return [
        Vpc(
            id=vpc.urn,
            name=vpc.name,
            cidr=shown(vpc.get("cidrBlock")),
            internet=vpc.urn in internet,
        )
        for vpc in graph.of_types("aws:ec2/vpc:Vpc")
    ]


def _vpcs_of(graph: Graph, resource: Resource, name: str) -> Iterator[Resource]:
    for origin in graph.origins_of(resource, name):
        yield from graph.origins_of(origin, "vpcId") if origin.type == SUBNET else (origin,)


def describe_subnets(graph: Graph) -> list[Subnet]:
    """Every subnet of the program, by name."""
    public = {
        subnet.urn
        for association in graph.of_types("aws:ec2/routeTableAssociation:RouteTableAssociation")
        for table in graph.origins_of(association, "routeTableId")
        if _leads_out(graph, table)
        for subnet in graph.origins_of(association, "subnetId")
    }
    found = [
        Subnet(
            id=subnet.urn,
            name=subnet.name,
            vpc=next((vpc.urn for vpc in graph.origins_of(subnet, "vpcId")), ""),
            zone=shown(subnet.get("availabilityZone")),
            cidr=shown(subnet.get("cidrBlock")),
            public=subnet.urn in public or subnet.get("mapPublicIpOnLaunch") is True,
        )
        for subnet in graph.of_types(SUBNET)
    ]
    return sorted(found, key=lambda subnet: (subnet.vpc, subnet.name))


def _leads_out(graph: Graph, table: Resource) -> bool:
    routes = [
        route
        for route in graph.of_types("aws:ec2/route:Route")
        if table in graph.origins_of(route, "routeTableId")
    ]
    targets = [*(("gatewayId", route) for route in routes), ("routes", table)]
    return any(
        origin.type == _WAYS_OUT[0]
        for name, resource in targets
        for origin in graph.origins_of(resource, name)
    )


def describe_groups(graph: Graph) -> dict[str, str]:
    """Names of the security groups by URN."""
    return {group.urn: group.name for group in graph.of_types(SECURITY_GROUP)}


def describe_accesses(graph: Graph, relations: Relations) -> list[Access]:
    """Every rule: those of their own, and those written inside a group."""
    rules = [
        *_single_rules(graph, relations),
        *_old_rules(graph, relations),
        *_inline_rules(graph),
    ]
    # By every field, or two rules between the same ends would stand in the order of a set.
    return sorted(set(rules), key=lambda rule: (rule.direction, *astuple(rule)))


def _single_rules(graph: Graph, relations: Relations) -> Iterator[Access]:
    for token, direction in _RULES.items():
        for rule in graph.of_types(token):
            others = relations.meant_by(rule, "referencedSecurityGroupId")
            for own in relations.meant_by(rule, "securityGroupId"):
                yield from _accesses(own, direction, rule, [other.urn for other in others])


def _old_rules(graph: Graph, relations: Relations) -> Iterator[Access]:
    for rule in graph.of_types(_OLD_RULE):
        direction = shown(rule.get("type")) or "ingress"
        others = relations.meant_by(rule, "sourceSecurityGroupId")
        for own in relations.meant_by(rule, "securityGroupId"):
            peers = [own.urn] if rule.get("self") is True else [other.urn for other in others]
            yield from _accesses(own, direction, rule, peers)


def _accesses(own: Resource, direction: str, rule: Resource, peers: list[str]) -> Iterator[Access]:
    known = [text for name in _PEERS for text in _listed(rule.get(name))]
    protocol = shown(rule.get("ipProtocol")) or shown(rule.get("protocol"))
    ports = _ports(rule.get("fromPort"), rule.get("toPort"))
    for peer in [*peers, *known] or ["?"]:
        source, target = (peer, own.urn) if direction == "ingress" else (own.urn, peer)
        yield Access(
            source=source, target=target, direction=direction, protocol=protocol, ports=ports
        )


def _inline_rules(graph: Graph) -> Iterator[Access]:
    for group in graph.of_types(SECURITY_GROUP):
        for direction in ("ingress", "egress"):
            rules = group.get(direction)
            for rule in rules if isinstance(rules, list) else ():
                yield from _inline(group, direction, rule)


def _inline(group: Resource, direction: str, rule: object) -> Iterator[Access]:
    properties = rule if isinstance(rule, dict) else {}
    yield from _accesses(
        group, direction, Resource(urn=group.urn, type="", name="", properties=properties), []
    )


def _listed(value: object) -> list[str]:
    if isinstance(value, Unknown):
        return ["?"]
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _ports(first: object, last: object) -> str:
    start, end = shown(first), shown(last)
    return start if start == end else f"{start}-{end}"
