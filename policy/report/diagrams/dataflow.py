"""The data-flow diagram: numbered flows from left to right, with encryption on each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from policy.report.diagrams.links import Link, links
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
from policy.topology.model import Node, Topology

_COLUMN: Final = NODE_WIDTH + 120
_ROW: Final = NODE_HEIGHT + 26
_MARGIN: Final = 14
_LEGEND_WIDTH: Final = 960


def draw_dataflow(topology: Topology, words: Words) -> str:
    """The picture as SVG; the numbers are those of the links."""
    canvas = Canvas(words("dataflow-diagram"))
    nodes, arrows = _nodes(topology, words), links(topology)
    columns = _columns(arrows)
    if not columns:
        canvas.text(_MARGIN, 30, words("no-flows"), colour=QUIET)
        return canvas.draw(_LEGEND_WIDTH, 50)
    boxes = _place(columns, arrows)
    _draw_links(canvas, arrows, boxes)
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


def _columns(flows: Sequence[Link]) -> Mapping[str, int]:
    """Each node's column: one right of whatever feeds it, cycles broken where they close.

    What nothing feeds stands just left of what it feeds first.
    """
    feeders: defaultdict[str, set[str]] = defaultdict(set)
    for flow in flows:
        feeders[flow.target].add(flow.source)
    columns: dict[str, int] = {}
    for flow in flows:
        _settle(flow.target, frozenset(), feeders, columns)
    for flow in flows:
        if not feeders[flow.source]:
            reached = [columns[item.target] for item in flows if item.source == flow.source]
            columns[flow.source] = min(reached) - 1
    return columns


def _settle(
    name: str,
    above: frozenset[str],
    feeders: Mapping[str, set[str]],
    columns: dict[str, int],
) -> int:
    if name not in columns:
        path = above | {name}
        before = [
            _settle(item, path, feeders, columns)
            for item in sorted(feeders.get(name, set()) - path)
        ]
        columns[name] = max(before, default=-1) + 1
    return columns[name]


def _place(columns: Mapping[str, int], flows: Sequence[Link]) -> Mapping[str, Box]:
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


def _pull(name: str, flows: Sequence[Link], boxes: Mapping[str, Box]) -> float:
    placed = [
        boxes[flow.source].y for flow in flows if flow.target == name and flow.source in boxes
    ]
    return sum(placed) / len(placed) if placed else 0


def _draw_links(canvas: Canvas, flows: Sequence[Link], boxes: Mapping[str, Box]) -> None:
    for flow in flows:
        leaving = [item.target for item in flows if item.source == flow.source]
        arriving = [item.source for item in flows if item.target == flow.target]
        source, target = boxes[flow.source], boxes[flow.target]
        forward = target.x > source.x
        port = _port(flow.target, leaving, boxes)
        start = (
            source.right if forward else source.x,
            source.y + source.height * (port + 1) / (len(leaving) + 1),
        )
        landing = _port(flow.source, arriving, boxes)
        end = (
            target.x if forward else target.right,
            target.y + target.height * (landing + 1) / (len(arriving) + 1),
        )
        stroke = TRANSIT[flow.transit]
        canvas.sweep(start, end, stroke)
        canvas.number(*_on_curve(start, end, 0.1 + 0.12 * (port % 3)), str(flow.number), stroke)


def _port(name: str, names: Sequence[str], boxes: Mapping[str, Box]) -> int:
    """Where among the ends of a node's arrows one stands, so that few of them cross."""
    return sorted(names, key=lambda other: (boxes[other].y, other)).index(name)


def _on_curve(
    start: tuple[float, float], end: tuple[float, float], way: float
) -> tuple[float, float]:
    """The point of a sweep after a part of its way, from 0 to 1."""
    across = 1.5 * way * (1 - way) + way**3
    down = way * way * (3 - 2 * way)
    return start[0] + (end[0] - start[0]) * across, start[1] + (end[1] - start[1]) * down
