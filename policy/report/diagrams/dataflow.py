"""The data-flow diagram: numbered flows from left to right, with encryption on each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from policy.report.diagrams.signs import (
    NODE_HEIGHT,
    NODE_WIDTH,
    TRANSIT,
    draw_legend,
    draw_node,
)
from policy.report.diagrams.svg import QUIET, Box, Canvas
from policy.report.words import Words
from policy.topology.flows import ALARMS, PRODUCERS
from policy.topology.model import Flow, Node, Topology

_COLUMN: Final = NODE_WIDTH + 104
_ROW: Final = NODE_HEIGHT + 26
_MARGIN: Final = 14
_LEGEND_WIDTH: Final = 960


def draw_dataflow(topology: Topology, words: Words) -> str:
    """The picture as SVG; the numbers are those of the flows, in their order, from one."""
    canvas = Canvas(words("dataflow-diagram"))
    nodes = _nodes(topology, words)
    columns = _columns(topology.flows)
    if not columns:
        canvas.text(_MARGIN, 30, words("no-flows"), colour=QUIET)
        return canvas.draw(_LEGEND_WIDTH, 50)
    boxes = _place(columns, topology.flows)
    _draw_flows(canvas, topology.flows, boxes)
    for name, box in boxes.items():
        draw_node(canvas, box, nodes[name], words)
    height = max(box.bottom for box in boxes.values()) + 26
    draw_legend(canvas, _MARGIN, height, words)
    width = max(box.right for box in boxes.values()) + _MARGIN
    return canvas.draw(max(width, _LEGEND_WIDTH), height + 20)


def _nodes(topology: Topology, words: Words) -> Mapping[str, Node]:
    nodes = {node.id: node for node in topology.nodes}
    for name in (PRODUCERS, ALARMS):
        nodes[name] = Node(
            id=name,
            kind=name,
            name=words(f"name-{name}"),
            subnets=[],
            groups=[],
            at_rest="",
            key="",
            transit="unknown",
        )
    return nodes


def _columns(flows: Sequence[Flow]) -> Mapping[str, int]:
    """Each node's column: one right of whatever feeds it, cycles broken where they close."""
    feeders: defaultdict[str, set[str]] = defaultdict(set)
    for flow in flows:
        feeders[flow.target].add(flow.source)
    columns: dict[str, int] = {}

    def column(name: str, above: frozenset[str]) -> int:
        if name not in columns:
            known = [
                column(item, above | {name}) for item in sorted(feeders[name] - above - {name})
            ]
            columns[name] = max(known, default=-1) + 1
        return columns[name]

    for flow in flows:
        column(flow.target, frozenset())
        column(flow.source, frozenset())
    return columns


def _place(columns: Mapping[str, int], flows: Sequence[Flow]) -> Mapping[str, Box]:
    """Boxes column by column, each near the middle of what feeds it."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for name, column in sorted(columns.items()):
        groups[column].append(name)
    tallest = max(len(group) for group in groups.values())
    boxes: dict[str, Box] = {}
    for column, group in sorted(groups.items()):
        ordered = sorted(group, key=lambda name: (_pull(name, flows, boxes), name))
        top = _MARGIN + (tallest - len(group)) * _ROW / 2
        for number, name in enumerate(ordered):
            x, y = _MARGIN + column * _COLUMN, top + number * _ROW
            boxes[name] = Box(x, y, NODE_WIDTH, NODE_HEIGHT)
    return boxes


def _pull(name: str, flows: Sequence[Flow], boxes: Mapping[str, Box]) -> float:
    placed = [
        boxes[flow.source].y for flow in flows if flow.target == name and flow.source in boxes
    ]
    return sum(placed) / len(placed) if placed else 0


def _draw_flows(canvas: Canvas, flows: Sequence[Flow], boxes: Mapping[str, Box]) -> None:
    leaving: defaultdict[str, int] = defaultdict(int)
    arriving: defaultdict[str, int] = defaultdict(int)
    out_of = {name: sum(flow.source == name for flow in flows) for name in boxes}
    into = {name: sum(flow.target == name for flow in flows) for name in boxes}
    for number, flow in enumerate(flows, start=1):
        source, target = boxes[flow.source], boxes[flow.target]
        leaving[flow.source] += 1
        arriving[flow.target] += 1
        y1 = source.y + source.height * leaving[flow.source] / (out_of[flow.source] + 1)
        y2 = target.y + target.height * arriving[flow.target] / (into[flow.target] + 1)
        forward = target.x > source.x
        start = (source.right if forward else source.x, y1)
        end = (target.x if forward else target.right, y2)
        stroke = TRANSIT[flow.transit]
        canvas.sweep(start, end, stroke)
        offset = 14 + 20 * ((leaving[flow.source] - 1) % 3)
        canvas.number(start[0] + (offset if forward else -offset), y1, str(number), stroke.colour)
