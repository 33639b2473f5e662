"""Security group rules, whichever of the five resource types declares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.graph import Graph, Resource, Unknown
from policy.network.addresses import Network, are_open, is_open_text, parse
from policy.network.ports import Ports, read_ports
from policy.network.prefix_lists import ranges_of_prefix_list
from policy.relations import Links, links, referrers_by

GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_GROUP: Final = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
RULE: Final = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS_RULE: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP_TYPES: Final = (GROUP, DEFAULT_GROUP)
RULE_TYPES: Final = (RULE, INGRESS_RULE, EGRESS_RULE)

_RANGE_NAMES: Final = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6")
_PREFIX_LIST_NAMES: Final = ("prefixListIds", "prefixListId")
_GROUP_NAMES: Final = ("securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a security group.

    Attributes:
        resource: Declares the rule.
        path: Where in that resource; empty if it is the rule itself.
        ports: `None` where they are not known.
        ranges: Address ranges that are known, those of prefix lists included.
        unknown: How many sources may be anything.
        groups: Whether other security groups are sources.
        itself: Whether the group itself is one.
        description: As declared, known or not.
    """

    resource: Resource
    path: str
    ports: Ports | None = None
    ranges: tuple[Network, ...] = ()
    unknown: int = 0
    groups: bool = False
    itself: bool = False
    description: object = None

    @property
    def is_open(self) -> bool | None:
        """Whether the rule by itself reaches the public internet."""
        if are_open(self.ranges):
            return True
        return None if self.unknown else False

    def __str__(self) -> str:
        shown = ", ".join(str(item) for item in self.ranges) or "-"
        return f"{shown} ({self.ports or '?'})"


def rules_in(resource: Resource, graph: Graph, *, egress: bool) -> tuple[Rule, ...]:
    """The rules of one direction that a resource itself declares."""
    if resource.type in GROUP_TYPES:
        return tuple(_inline(resource, "egress" if egress else "ingress", graph))
    if resource.type == RULE:
        kind = resource.get("type")
        fits = isinstance(kind, Unknown) or kind == ("egress" if egress else "ingress")
        return (_read(resource, "", resource.properties, graph),) if fits else ()
    fits = resource.type == (EGRESS_RULE if egress else INGRESS_RULE)
    return (_read(resource, "", resource.properties, graph),) if fits else ()


def rules_of(group: Resource, graph: Graph, *, egress: bool) -> tuple[Rule, ...]:
    """The rules of a group: inline ones and those of separate resources, certain or possible."""
    surely, perhaps = separate_rules_of(group, graph)
    separate = (
        rule
        for resource in (*surely, *perhaps)
        for rule in rules_in(resource, graph, egress=egress)
    )
    return (*rules_in(group, graph, egress=egress), *separate)


def separate_rules_of(
    group: Resource, graph: Graph
) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """The rule resources of a group, and those that may be."""
    return referrers_by(group, "securityGroupId", graph, *RULE_TYPES, among=GROUP_TYPES)


def group_of(rule: Resource, graph: Graph) -> Links:
    """The group that a rule resource belongs to."""
    return links(rule, "securityGroupId", graph, *GROUP_TYPES)


def siblings(rule: Rule, graph: Graph, *, egress: bool) -> tuple[Rule, ...]:
    """All rules of the same group and direction that let some of the same packets through."""
    if rule.resource.type in GROUP_TYPES:
        groups: Sequence[Resource] = (rule.resource,)
    else:
        groups = group_of(rule.resource, graph).found
    of_group = [item for group in groups for item in rules_of(group, graph, egress=egress)]
    return tuple(item for item in of_group or [rule] if _overlap(item.ports, rule.ports))


def _overlap(one: Ports | None, other: Ports | None) -> bool:
    return one is None or other is None or one.overlap(other)


def _inline(group: Resource, direction: str, graph: Graph) -> Iterator[Rule]:
    for reading in group.read(f"{direction}[]"):
        if isinstance(reading.value, Mapping):
            yield _read(group, reading.path, reading.value, graph)
        elif not reading.is_absent:
            yield Rule(group, reading.path, unknown=1)


def _read(resource: Resource, path: str, values: Mapping[str, object], graph: Graph) -> Rule:
    protocol = values.get("protocol", values.get("ipProtocol"))
    ranges = list(_each(values, _RANGE_NAMES))
    known = [network for network in map(parse, ranges) if network]
    listed = [ranges_of_prefix_list(item, graph) for item in _each(values, _PREFIX_LIST_NAMES)]
    unknown = sum(is_open_text(item) is None for item in ranges)
    return Rule(
        resource,
        path,
        read_ports(protocol, values.get("fromPort"), values.get("toPort")),
        (*known, *(network for item in listed for network in item or ())),
        unknown + listed.count(None),
        any(True for _ in _each(values, _GROUP_NAMES)),
        values.get("self") is True,
        values.get("description"),
    )


def _each(values: Mapping[str, object], names: Sequence[str]) -> Iterator[object]:
    for name in names:
        value = values.get(name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value
