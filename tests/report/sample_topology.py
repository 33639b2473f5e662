"""The networks and flows of the sample, as `policy.topology` describes them."""

from policy.topology import describe_topology
from tests.topology.sample_graph import sample_graph

TOPOLOGY = describe_topology(sample_graph())
