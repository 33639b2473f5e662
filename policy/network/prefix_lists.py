"""What stands behind a prefix list."""

from __future__ import annotations

from typing import Final

from policy.graph import Graph, Provenance, Resource, Unknown
from policy.network.addresses import Network, parse
from policy.relations import referrers_by

_LIST: Final = "aws:ec2/managedPrefixList:ManagedPrefixList"
_ENTRY: Final = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
_ENDPOINT: Final = "aws:ec2/vpcEndpoint:VpcEndpoint::"


def ranges_of_prefix_list(value: object, graph: Graph) -> tuple[Network, ...] | None:
    """The ranges of the list that a value names; `None` if it cannot be told.

    The list of a gateway endpoint holds addresses of one AWS service: no range of the internet.
    """
    if not isinstance(value, Unknown):
        return None
    urns = {origin.urn for origin in value.origins}
    if value.provenance is not Provenance.CANDIDATES and any(_ENDPOINT in urn for urn in urns):
        return ()
    lists = [item for item in graph.of_types(_LIST) if item.urn in urns]
    return _ranges(lists[0], graph) if len(lists) == 1 else None


def _ranges(prefix_list: Resource, graph: Graph) -> tuple[Network, ...] | None:
    inline = [item.value for item in prefix_list.read("entries[].cidr") if not item.is_absent]
    surely, perhaps = referrers_by(prefix_list, "prefixListId", graph, _ENTRY)
    entries = [entry.get("cidr") for entry in (*surely, *perhaps)]
    parsed = [parse(value) for value in (*inline, *entries)]
    known = tuple(network for network in parsed if network)
    return known if len(known) == len(parsed) else None
