"""The network diagram: VPCs, subnets by zone, what stands in them, and who may reach whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from policy.report.diagrams.signs import (
    NODE_HEIGHT,
    NODE_WIDTH,
    TRANSIT,
    draw_legend,
    draw_node,
)
from policy.report.diagrams.svg import LINE, PAPER, QUIET, Box, Canvas, Stroke, fitted
from policy.report.words import Words
from policy.topology.model import Access, Node, Subnet, Topology, Vpc

_WIDTH: Final = 1000
_MARGIN: Final = 14
_GAP: Final = 14
_ROW_GAP: Final = 62
_CHIP_HEIGHT: Final = 34
_CHIP_WIDTH: Final = 212
_ENTRY: Final = ("endpoint", "load-balancer")


@dataclass(slots=True)
class _Page:
    canvas: Canvas
    topology: Topology
    words: Words
    boxes: dict[str, Box] = field(default_factory=dict)
    y: float = _MARGIN


def draw_network(topology: Topology, words: Words) -> str:
    """The picture as SVG; it says so where a program has no network."""
    page = _Page(Canvas(words("network-diagram")), topology, words)
    frame_top = page.y
    page.y += 26
    _outside(page)
    for vpc in topology.vpcs:
        _vpc(page, vpc)
    if not topology.vpcs:
        page.canvas.text(2 * _MARGIN, page.y + 12, words("no-network"), colour=QUIET)
        page.y += 26
    _region(page, frame_top)
    _arrows(page)
    draw_legend(page.canvas, 2 * _MARGIN, page.y + 18, words)
    return page.canvas.draw(_WIDTH, page.y + 36)


def _region(page: _Page, top: float) -> None:
    frame = Box(_MARGIN, top, _WIDTH - 2 * _MARGIN, page.y - top)
    _under(page, frame, "none", Stroke(LINE, "4 3", 1))
    title = page.words("region-frame").format(page.topology.region or "—")
    page.canvas.text(2 * _MARGIN, top + 18, title, size=12, bold=True)
    page.y += _MARGIN


def _under(page: _Page, box: Box, fill: str, stroke: Stroke) -> None:
    """A frame, drawn after what it holds but lying under it."""
    page.canvas.rectangle(box, fill, stroke, radius=6)
    page.canvas.shapes.insert(0, page.canvas.shapes.pop())


def _outside(page: _Page) -> None:
    """What stands in no VPC: regional services, and addresses that rules name."""
    nodes = [node for node in page.topology.nodes if not node.subnets]
    if nodes:
        page.canvas.text(2 * _MARGIN, page.y + 10, page.words("outside-vpc"), size=10, colour=QUIET)
        page.y += 20
        _rows(page, nodes)
        page.y += _GAP
    peers = sorted(_peers(page.topology))
    for number, peer in enumerate(peers):
        width = NODE_WIDTH * 0.8
        box = Box(2 * _MARGIN + number * (width + _GAP), page.y, width, 30)
        page.canvas.rectangle(box, "#fff6d6", Stroke(LINE))
        page.canvas.text(box.x + 8, box.y + 19, fitted(peer, width - 16, 11), bold=True)
        page.boxes[peer] = box
    page.y += 30 + _ROW_GAP if peers else 0


def _peers(topology: Topology) -> set[str]:
    ends = {end for access in topology.accesses for end in (access.source, access.target)}
    return {end for end in ends if end not in topology.groups}


def _vpc(page: _Page, vpc: Vpc) -> None:
    top = page.y
    page.y += 30
    subnets = [subnet for subnet in page.topology.subnets if subnet.vpc == vpc.id]
    for tier, nodes in _tiers(page.topology.nodes, subnets).items():
        _tier(page, [subnet for subnet in subnets if subnet.id in tier], nodes)
    page.y -= 20
    frame = Box(2 * _MARGIN, top, _WIDTH - 4 * _MARGIN, page.y - top)
    _under(page, frame, "#f8fafc", Stroke("#5b7fa6", width=1.6))
    gate = page.words("internet-yes" if vpc.internet else "internet-no")
    page.canvas.text(
        3 * _MARGIN, top + 20, f"VPC {vpc.name}  {vpc.cidr}  —  {gate}", size=11.5, bold=True
    )
    page.y += _GAP


def _tiers(
    nodes: Iterable[Node], subnets: Sequence[Subnet]
) -> Mapping[frozenset[str], Sequence[Node]]:
    """Nodes by the subnets they share; what lets traffic in comes first, stores come last."""
    here = {subnet.id for subnet in subnets}
    tiers: defaultdict[frozenset[str], list[Node]] = defaultdict(list)
    for node in nodes:
        if here & set(node.subnets):
            tiers[frozenset(node.subnets) & here].append(node)
    rest = here - {subnet for tier in tiers for subnet in tier}
    if rest:
        tiers[frozenset(rest)] = []
    return dict(sorted(tiers.items(), key=lambda item: (_depth(item[1]), sorted(item[0]))))


def _depth(nodes: Sequence[Node]) -> int:
    kinds = {node.kind for node in nodes}
    if kinds & set(_ENTRY):
        return 0
    return 2 if kinds and kinds <= {"cache", "database"} else 1


def _tier(page: _Page, subnets: Sequence[Subnet], nodes: Sequence[Node]) -> None:
    """Subnets on the left, what stands in all of them on the right."""
    top = page.y
    page.y += 10
    below_chips = _chips(page, subnets)
    rows = [
        row
        for entries in (True, False)
        if (row := [node for node in nodes if (node.kind in _ENTRY) is entries])
    ]
    for number, row in enumerate(rows):
        page.y += _ROW_GAP if number else 0
        _rows(page, row, left=4 * _MARGIN + _CHIP_WIDTH + _GAP)
    page.y = max(page.y, below_chips) + 10
    box = Box(3 * _MARGIN, top, _WIDTH - 6 * _MARGIN, page.y - top)
    _under(page, box, PAPER, Stroke(LINE, width=1))
    page.y += 34 if nodes else _GAP


def _chips(page: _Page, subnets: Sequence[Subnet]) -> float:
    """Draw the subnets in a column; the answer is where it ends."""
    y = page.y
    for subnet in subnets:
        box = Box(3 * _MARGIN + 10, y, _CHIP_WIDTH, _CHIP_HEIGHT)
        stroke = Stroke("#c0262d", width=1.6) if subnet.public else Stroke(LINE, width=0.8)
        page.canvas.rectangle(box, "#f2f5f8", stroke)
        reach = page.words("subnet-public" if subnet.public else "subnet-private")
        room = _CHIP_WIDTH - 14
        page.canvas.text(box.x + 7, y + 14, fitted(subnet.name, room, 9.5), size=9.5)
        place = f"{subnet.zone or '?'}  {subnet.cidr or '?'}  {reach}"
        page.canvas.text(box.x + 7, y + 27, fitted(place, room, 8.8), size=8.8, colour=QUIET)
        y += _CHIP_HEIGHT + 6
    return y - 6


def _rows(page: _Page, nodes: Sequence[Node], left: float = 2 * _MARGIN) -> None:
    fitting = int((_WIDTH - 4 * _MARGIN - left) // (NODE_WIDTH + _GAP))
    for start in range(0, len(nodes), fitting):
        page.y += _GAP if start else 0
        for number, node in enumerate(nodes[start : start + fitting]):
            box = Box(left + number * (NODE_WIDTH + _GAP), page.y, NODE_WIDTH, NODE_HEIGHT)
            draw_node(page.canvas, box, node, page.words)
            page.boxes[node.id] = box
        page.y += NODE_HEIGHT


def _arrows(page: _Page) -> None:
    """One arrow for each pair that a rule on the receiving side lets through."""
    members: defaultdict[str, list[Node]] = defaultdict(list)
    for node in page.topology.nodes:
        for group in node.groups:
            members[group].append(node)
    arrows = {
        (source, node.id, node.transit, access.ports)
        for access in page.topology.accesses
        if access.direction == "ingress"
        for node in members[access.target]
        for source in _ends(access, members)
        if source != node.id
    }
    landings: defaultdict[str, int] = defaultdict(int)
    for source, target, transit, ports in sorted(arrows):
        if source in page.boxes:
            _arrow(page, page.boxes[source], page.boxes[target], transit, landings[target])
            landings[target] += 1
            _port(page, page.boxes[target], page.boxes[source].y < page.boxes[target].y, ports)


def _ends(access: Access, members: Mapping[str, Sequence[Node]]) -> list[str]:
    return [node.id for node in members.get(access.source, ())] or [access.source]


def _arrow(page: _Page, source: Box, target: Box, transit: str, landing: int) -> None:
    down = source.y < target.y
    start = (source.middle, source.bottom if down else source.y)
    spread = target.x + 30 + landing * 26 % (target.width - 50)
    page.canvas.curve(start, (spread, target.y if down else target.bottom), TRANSIT[transit])


def _port(page: _Page, target: Box, above: bool, ports: str) -> None:  # noqa: FBT001  # private
    y = target.y - 5 if above else target.bottom + 12
    page.canvas.text(target.right, y, f":{ports}", size=9.5, colour=QUIET, anchor="end")
