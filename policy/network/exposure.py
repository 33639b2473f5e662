"""Whether somebody on the internet can open a connection to a resource, and by which way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from policy.expectations import as_boolean
from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.logic import Claim, all_of, any_of
from policy.network.acls import admits_internet
from policy.network.addresses import are_open
from policy.network.ports import Ports
from policy.network.routes import DEFAULT_SUBNET, internet_way
from policy.network.rules import GROUP_TYPES, RULE_TYPES, Rule, rules_of, siblings
from policy.relations import Links, links, referrers_by
from policy.relations.zones import SUBNET_TYPES

EIP: Final = "aws:ec2/eip:Eip"
EIP_ASSOCIATION: Final = "aws:ec2/eipAssociation:EipAssociation"
_ADDRESS_PATHS: Final = (
    ("instance", EIP),
    ("networkInterface", EIP),
    ("instanceId", EIP_ASSOCIATION),
    ("networkInterfaceId", EIP_ASSOCIATION),
)
_NOT_USERS: Final = frozenset({*GROUP_TYPES, *RULE_TYPES})


@dataclass(frozen=True, slots=True)
class Exposure:
    """Whether a resource can be reached from the internet, and the steps of the way."""

    claim: Claim
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a kind of resource says how it stands in the network.

    Attributes:
        subnets: Path of its subnets.
        groups: Path of its security groups.
        is_public: Whether it has a public address, as far as it says so itself.
        through: Type of the subnet group that `subnets` names, if it names one.
    """

    subnets: str
    groups: str
    is_public: Callable[[Resource, Graph], Claim]
    through: str = ""


def exposure_of(resource: Resource, placement: Placement, graph: Graph) -> Exposure:
    """Whether address, route, ACL and security group together let the internet in."""
    address = placement.is_public(resource, graph)
    if address is False:
        return Exposure(claim=False)
    rules = _open_rules(links(resource, placement.groups, graph, *GROUP_TYPES), graph)
    ways = [
        _by_subnet(subnet, rules.ports, graph) for subnet in _subnets(resource, placement, graph)
    ]
    route = _some(ways)
    claim = all_of((address, route.claim, rules.claim))
    return Exposure(claim, (*route.steps, *rules.steps))


def is_open_to_internet(rule: Rule, graph: Graph, *, egress: bool = False) -> Claim:
    """Whether a rule, alone or in pieces together with its siblings, reaches the internet."""
    if rule.is_open or not rule.ranges:
        return rule.is_open
    pieces = (item for item in siblings(rule, graph, egress=egress) if not are_open(item.ranges))
    return are_open(network for item in pieces for network in item.ranges) or rule.is_open


def users_of(group: Resource, graph: Graph) -> tuple[Resource, ...]:
    """The resources that a security group stands around."""
    return tuple(item for item in graph.referrers.get(group.urn, ()) if item.type not in _NOT_USERS)


def has_public_address(resource: Resource, graph: Graph) -> Claim:
    """Whether an instance or network interface gets a public IPv4 or IPv6 address."""
    attached = [referrers_by(resource, path, graph, token) for path, token in _ADDRESS_PATHS]
    elastic = [True if surely else None for surely, perhaps in attached if surely or perhaps]
    return any_of((*elastic, _asks_for_address(resource, graph)))


def _asks_for_address(resource: Resource, graph: Graph) -> Claim:
    asked = resource.get("associatePublicIpAddress")
    ipv6 = resource.get("ipv6Addresses") is not ABSENT or _is_positive(
        resource.get("ipv6AddressCount")
    )
    if ipv6 or asked is not ABSENT:
        return any_of((ipv6, _claim(asked)))
    named = links(resource, "subnetId", graph, *SUBNET_TYPES)
    if not named.values:
        return resource.type == "aws:ec2/instance:Instance"
    given = [_gives_address(subnet) for subnet in named.found]
    return any_of((*given, *(None,) * named.unresolved))


def _gives_address(subnet: Resource) -> Claim:
    if subnet.type == DEFAULT_SUBNET and subnet.get("mapPublicIpOnLaunch") is ABSENT:
        return True
    names = ("mapPublicIpOnLaunch", "assignIpv6AddressOnCreation")
    return any_of(_claim(subnet.get(name)) for name in names)


def _claim(value: object) -> Claim:
    if value is ABSENT:
        return False
    return None if isinstance(value, Unknown) else as_boolean(value)


def _is_positive(value: object) -> Claim:
    if isinstance(value, Unknown):
        return None
    return isinstance(value, int) and value > 0


@dataclass(frozen=True, slots=True)
class _OpenRules:
    claim: Claim
    ports: Ports | None = None
    steps: tuple[str, ...] = ()


def _open_rules(groups: Links, graph: Graph) -> _OpenRules:
    judged = [
        (is_open_to_internet(rule, graph), rule)
        for group in groups.found
        for rule in rules_of(group, graph, egress=False)
    ]
    claim = any_of((*(opened for opened, _ in judged), *(None,) * groups.unresolved))
    first = next((rule for opened, rule in judged if opened is claim), None)
    if not groups.values:
        # The VPC's default group lets in nobody but its own members.
        return _OpenRules(claim=False)
    if first is None:
        return _OpenRules(claim)
    return _OpenRules(claim, first.ports, (f"{first.resource.name} admits {first}",))


def _subnets(resource: Resource, placement: Placement, graph: Graph) -> Iterable[Resource | None]:
    """The subnets; `None` for each place that is not known."""
    named = links(resource, placement.subnets, graph, *SUBNET_TYPES, placement.through)
    if not placement.through:
        return (*named.found, *(None,) * named.unresolved)
    inner = [links(group, "subnetIds[]", graph, *SUBNET_TYPES) for group in named.found]
    found = [subnet for item in inner for subnet in item.found]
    unknown = named.unresolved + sum(item.unresolved for item in inner)
    return (*found, *(None,) * unknown)


def _by_subnet(subnet: Resource | None, ports: Ports | None, graph: Graph) -> Exposure:
    if subnet is None:
        return Exposure(claim=None)
    way = internet_way(subnet, graph)
    claim = all_of((way.claim, admits_internet(subnet, ports, graph)))
    steps = (f"{subnet.name}: {way.by}",) if way.by else ()
    return Exposure(claim, steps)


def _some(ways: list[Exposure]) -> Exposure:
    """The way of any of the subnets; without one it is the default VPC, which is public."""
    if not ways:
        return Exposure(claim=True, steps=("the default VPC",))
    claim = any_of(way.claim for way in ways)
    return next(way for way in ways if way.claim is claim)
