"""What the stack's networks and data flows look like, told from the graph alone."""

from __future__ import annotations

from typing import cast

import msgspec

from policy.graph import Graph
from policy.topology.flows import describe_flows
from policy.topology.model import Topology
from policy.topology.networks import (
    describe_accesses,
    describe_groups,
    describe_subnets,
    describe_vpcs,
)
from policy.topology.nodes import describe_nodes
from policy.topology.relations import Relations


def describe_topology(graph: Graph) -> dict[str, object]:
    """Networks, nodes, security-group rules and data flows, as plain JSON values."""
    relations = Relations(graph)
    nodes = describe_nodes(graph, relations)
    accesses = describe_accesses(graph, relations)
    topology = Topology(
        region=graph.configuration.get("aws:region", ""),
        vpcs=describe_vpcs(graph),
        subnets=describe_subnets(graph),
        groups=describe_groups(graph),
        nodes=nodes,
        accesses=accesses,
        flows=describe_flows(graph, relations, nodes, accesses),
    )
    return cast("dict[str, object]", msgspec.to_builtins(topology))


def read_topology(described: dict[str, object]) -> Topology:
    """The typed form of what `describe_topology` wrote; an empty description is an empty one."""
    return msgspec.convert(described, Topology)
