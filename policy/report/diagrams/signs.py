"""Colours and signs that both diagrams share, so that one legend serves both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy.report.diagrams.svg import INK, QUIET, Box, Canvas, Stroke, fitted
from policy.report.words import Words
from policy.topology.model import Node

TRANSIT: Final[Mapping[str, Stroke]] = {
    "tls": Stroke("#1b7f4b"),
    "aws-api": Stroke("#2c6fbb", "7 3"),
    "unknown": Stroke("#6b7683", "2 3"),
    "none": Stroke("#c0262d", "9 3 2 3", 2.2),
}
FILLS: Final[Mapping[str, str]] = {
    "function": "#fdf1e3",
    "server": "#fdf1e3",
    "service": "#fdf1e3",
    "load-balancer": "#fdf1e3",
    "endpoint": "#eef1f5",
    "cache": "#e7f0fb",
    "database": "#e7f0fb",
    "table": "#e7f0fb",
    "bucket": "#e7f0fb",
    "secret": "#f6ecf7",
}
_PLAIN_FILL: Final = "#eaf5ee"
NODE_WIDTH: Final = 200
NODE_HEIGHT: Final = 56
_PADDING: Final = 9


def draw_node(canvas: Canvas, box: Box, node: Node, words: Words) -> None:
    """A node: its kind, its name, and what encrypts what it stores."""
    exposed = node.at_rest == "none"
    border = Stroke("#c0262d", width=2) if exposed else Stroke("#74808d", width=1)
    canvas.rectangle(box, FILLS.get(node.kind, _PLAIN_FILL), border)
    room = box.width - 2 * _PADDING
    left = box.x + _PADDING
    canvas.text(left, box.y + 15, words(f"kind-{node.kind}"), size=9.5, colour=QUIET)
    canvas.text(left, box.y + 31, fitted(node.name, room, 11.5), size=11.5, bold=True)
    if node.at_rest:
        said = words(f"at-rest-{node.at_rest}").format(node.key)
        colour = "#c0262d" if exposed else INK
        canvas.text(left, box.y + 47, fitted(said, room, 9.5), size=9.5, colour=colour)


def draw_legend(canvas: Canvas, x: float, y: float, words: Words) -> None:
    """What the lines mean, in one row."""
    for number, (name, stroke) in enumerate(TRANSIT.items()):
        left = x + number * 236
        canvas.sweep((left, y), (left + 34, y), stroke)
        canvas.text(left + 41, y + 3.5, words(f"transit-{name}"), size=9.5, colour=QUIET)
