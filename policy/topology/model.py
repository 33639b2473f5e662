"""The shape of a topology, as evidence carries it and the diagrams read it.

Ids are URNs. `at_rest` is `customer-key`, `provider-key`, `none`, `unknown` or empty where nothing
is stored. `transit` is `tls` (the store or its policy accepts nothing else), `aws-api` (AWS's
endpoints offer TLS, nothing seen refuses plain text), `none` or `unknown`.
"""

from __future__ import annotations

from msgspec import Struct


class Vpc(Struct, frozen=True, kw_only=True):
    """A network; `internet` says whether an internet or NAT gateway belongs to it."""

    id: str
    name: str
    cidr: str
    internet: bool


class Subnet(Struct, frozen=True, kw_only=True):
    """A subnet; `public` when a route table of its own sends it to an internet gateway."""

    id: str
    name: str
    vpc: str
    zone: str
    cidr: str
    public: bool


class Node(Struct, frozen=True, kw_only=True):
    """Something that computes, stores or passes data on; `key` names the key that encrypts it."""

    id: str
    kind: str
    name: str
    subnets: list[str]
    groups: list[str]
    at_rest: str
    key: str
    transit: str


class Access(Struct, frozen=True, kw_only=True):
    """A rule of a security group: who (a group's URN, a CIDR or a prefix list) may reach whom."""

    source: str
    target: str
    direction: str
    protocol: str
    ports: str


class Flow(Struct, frozen=True, kw_only=True):
    """Data that moves from one node to another; `proof` names the resource that says so."""

    source: str
    target: str
    purpose: str
    transit: str
    ports: str
    proof: str


class Topology(Struct, frozen=True, kw_only=True):
    """Networks, nodes, security-group rules and data flows, each in a stable order."""

    region: str = ""
    vpcs: list[Vpc] = []
    subnets: list[Subnet] = []
    groups: dict[str, str] = {}
    nodes: list[Node] = []
    accesses: list[Access] = []
    flows: list[Flow] = []
