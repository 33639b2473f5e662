"""Flows between the same two nodes, taken together: one numbered arrow, one row in the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy.topology.flows import ALARMS, PRODUCERS
from policy.topology.model import Flow, Topology

_FROM_WEAKEST: Final = ("none", "unknown", "aws-api", "tls")


@dataclass(frozen=True, slots=True)
class Link:
    """All that flows from one node to another; `transit` is the weakest protection of any."""

    number: int
    source: str
    target: str
    purposes: Sequence[str]
    transit: str
    ports: str
    proofs: Sequence[str]


def links(topology: Topology) -> list[Link]:
    """The links of a topology, numbered from one: what comes in first, alarms last."""
    groups: defaultdict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in topology.flows:
        groups[flow.source, flow.target].append(flow)
    return [
        Link(
            number,
            source,
            target,
            [flow.purpose for flow in flows],
            min((flow.transit for flow in flows), key=_FROM_WEAKEST.index),
            ", ".join(sorted({flow.ports for flow in flows if flow.ports})),
            sorted({flow.proof for flow in flows}),
        )
        for number, ((source, target), flows) in enumerate(
            sorted(groups.items(), key=_reading_order), start=1
        )
    ]


def _reading_order(item: tuple[tuple[str, str], object]) -> tuple[int, tuple[str, str]]:
    ends, _ = item
    return ({PRODUCERS: 0, ALARMS: 2}.get(ends[0], 1), ends)
