"""What a subnet's network ACL lets in from the internet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.logic import Claim, all_of, any_of
from policy.network.addresses import are_open, parse
from policy.network.ports import EVERYTHING, Ports, read_ports
from policy.network.routes import VPC
from policy.relations import links, referrers_by
from policy.relations.zones import SUBNET_TYPES

ACL: Final = "aws:ec2/networkAcl:NetworkAcl"
DEFAULT_ACL: Final = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
ACL_RULE: Final = "aws:ec2/networkAclRule:NetworkAclRule"
ASSOCIATION: Final = "aws:ec2/networkAclAssociation:NetworkAclAssociation"
ACL_TYPES: Final = (ACL, DEFAULT_ACL)
_LAST: Final = 32_767


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered rule; `None` where a part is not known."""

    path: str
    number: int | None
    allows: bool | None
    opens: bool | None
    ports: Ports | None

    def concerns(self, ports: Ports | None) -> Claim:
        """Whether the entry is about packets from the internet to some of the ports."""
        if self.opens is False:
            return False
        if self.ports is None or ports is None:
            return None
        return self.opens if self.ports.overlap(ports) else False


_UNKNOWN: Final = Entry("", None, None, None, None)


def admits_internet(subnet: Resource, ports: Ports | None, graph: Graph) -> Claim:
    """Whether some packets of the internet pass the subnet's ACL to one of the ports."""
    own = _acls_of(subnet, graph)
    if own is None:
        return None
    # Without an ACL of its own a subnet has the VPC's default one, which lets everything pass.
    return any_of(admits(acl, ports, graph) for acl in own) if own else True


def admits(acl: Resource, ports: Ports | None, graph: Graph) -> Claim:
    """Whether an ACL lets packets of the internet in to one of the ports."""
    entries = entries_of(acl, graph)
    doubtful = any(item.number is None and item.concerns(ports) is not False for item in entries)
    for entry in entries:
        concerned = entry.concerns(ports)
        if concerned is False:
            continue
        if concerned is None or entry.allows is None:
            doubtful = True
        elif entry.allows:
            return None if doubtful else True
        elif ports and entry.ports and _covers(entry.ports, ports):
            break
    return None if doubtful else False


def rule_admits(rule: Resource, ports: Ports | None) -> Claim:
    """Whether a separate rule, taken alone, lets packets of the internet in to the ports."""
    entry = _entry("", rule.properties, "ruleNumber", "ruleAction")
    return all_of((_is_inbound(rule), entry.allows, entry.concerns(ports)))


def entries_of(acl: Resource, graph: Graph) -> list[Entry]:
    """The inbound rules of an ACL, inline and separate, in the order of evaluation."""
    entries = [*_inline(acl), *_separate(acl, graph)]
    return sorted(entries, key=lambda entry: _LAST if entry.number is None else entry.number)


def _covers(entry: Ports, ports: Ports) -> bool:
    if entry.protocol == EVERYTHING.protocol:
        return True
    return (
        entry.protocol == ports.protocol and entry.first <= ports.first and ports.last <= entry.last
    )


def _acls_of(subnet: Resource, graph: Graph) -> tuple[Resource, ...] | None:
    inline, perhaps = referrers_by(subnet, "subnetIds[]", graph, *ACL_TYPES, among=SUBNET_TYPES)
    associations, doubtful = referrers_by(
        subnet, "subnetId", graph, ASSOCIATION, among=SUBNET_TYPES
    )
    if perhaps or doubtful:
        return None
    named = [links(item, "networkAclId", graph, *ACL_TYPES) for item in associations]
    if not all(item.complete for item in named):
        return None
    own = (*inline, *(acl for item in named for acl in item.found))
    return own or _default_acls(subnet, graph)


def _default_acls(subnet: Resource, graph: Graph) -> tuple[Resource, ...]:
    vpcs = links(subnet, "vpcId", graph, VPC).found
    return tuple(
        acl
        for acl in graph.of_types(DEFAULT_ACL)
        if any(links(acl, "defaultNetworkAclId", graph, VPC).mentions(vpc) for vpc in vpcs)
    )


def _inline(acl: Resource) -> Iterator[Entry]:
    for reading in acl.read("ingress[]"):
        if isinstance(reading.value, Mapping):
            yield _entry(reading.path, reading.value, "ruleNo", "action")
        elif not reading.is_absent:
            yield _UNKNOWN


def _separate(acl: Resource, graph: Graph) -> Iterator[Entry]:
    surely, perhaps = referrers_by(acl, "networkAclId", graph, ACL_RULE, among=ACL_TYPES)
    for rule in surely:
        inbound = _is_inbound(rule)
        if inbound:
            yield _entry("", rule.properties, "ruleNumber", "ruleAction")
        elif inbound is None:
            yield _UNKNOWN
    yield from (_UNKNOWN for _ in perhaps)


def _is_inbound(rule: Resource) -> Claim:
    egress = rule.get("egress")
    return None if isinstance(egress, Unknown) else egress in (ABSENT, False)


def _entry(path: str, values: Mapping[str, object], number: str, action: str) -> Entry:
    order = values.get(number)
    chosen = values.get(action)
    return Entry(
        path,
        order if isinstance(order, int) else None,
        chosen.lower() == "allow" if isinstance(chosen, str) else None,
        _opens(values),
        read_ports(values.get("protocol"), values.get("fromPort"), values.get("toPort")),
    )


def _opens(values: Mapping[str, object]) -> Claim:
    ranges = [values[name] for name in ("cidrBlock", "ipv6CidrBlock") if values.get(name)]
    parsed = [parse(item) for item in ranges]
    known = [item for item in parsed if item]
    if are_open(known):
        return True
    return None if len(known) < len(parsed) else False
