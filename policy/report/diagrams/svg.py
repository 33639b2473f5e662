"""The little SVG that the diagrams need: boxes, texts, arrows, all with fixed coordinates."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from policy.report.characters import xml_safe
from policy.report.fonts import displayable, faces

FONTS: Final = "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif"
INK: Final = "#1d2733"
QUIET: Final = "#5b6875"
LINE: Final = "#9aa7b4"
PAPER: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in user units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return self.x + self.width / 2

    @property
    def centre(self) -> float:
        """Vertical centre."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line looks: colour, and a dash pattern for readers who see no colours."""

    colour: str
    dashes: str = ""
    width: float = 1.4


@dataclass(frozen=True, slots=True)
class Canvas:
    """Collects shapes; later ones lie on top."""

    title: str
    shapes: list[ET.Element] = field(default_factory=list)

    def rectangle(self, box: Box, fill: str, stroke: Stroke, radius: float = 4) -> None:
        """A rectangle with round corners."""
        self._add(
            "rect",
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            rx=radius,
            fill=fill,
            **_stroke(stroke),
        )

    def text(  # noqa: PLR0913  # where, what and how
        self,
        x: float,
        y: float,
        content: str,
        *,
        size: float = 11,
        colour: str = INK,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """A line of text whose baseline is at `y`."""
        element = self._add("text", x=x, y=y, fill=colour)
        element.set("font-size", _number(size))
        element.set("text-anchor", anchor)
        if bold:
            element.set("font-weight", "700")
        element.text = displayable(xml_safe(content))

    def curve(self, start: tuple[float, float], end: tuple[float, float], stroke: Stroke) -> None:
        """An arrow that leaves and arrives vertically."""
        (x1, y1), (x2, y2) = start, end
        bend = (y2 - y1) / 2
        self._path(
            f"M{x1:.1f},{y1:.1f} C{x1:.1f},{y1 + bend:.1f} {x2:.1f},{y2 - bend:.1f}", end, stroke
        )
        down = 1 if y2 > y1 else -1
        self._head([(x2, y2), (x2 - 4, y2 - 8 * down), (x2 + 4, y2 - 8 * down)], stroke)

    def sweep(self, start: tuple[float, float], end: tuple[float, float], stroke: Stroke) -> None:
        """An arrow that leaves and arrives horizontally."""
        (x1, y1), (x2, y2) = start, end
        bend = (x2 - x1) / 2
        self._path(
            f"M{x1:.1f},{y1:.1f} C{x1 + bend:.1f},{y1:.1f} {x2 - bend:.1f},{y2:.1f}", end, stroke
        )
        ahead = 1 if x2 > x1 else -1
        self._head([(x2, y2), (x2 - 8 * ahead, y2 - 4), (x2 - 8 * ahead, y2 + 4)], stroke)

    def number(self, x: float, y: float, content: str, stroke: Stroke) -> None:
        """A number in a disc, in the colour of its arrow."""
        ring = Stroke(stroke.colour, width=1.2)
        self._add("circle", cx=x, cy=y, r=8.5, fill=PAPER, **_stroke(ring))
        self.text(x, y + 3.4, content, size=9.5, colour=ring.colour, bold=True, anchor="middle")

    def draw(self, width: float, height: float) -> str:
        """The whole picture; its title is what a screen reader says."""
        root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {_number(width)} {_number(height)}",
                "width": _number(width),
                "height": _number(height),
                "role": "img",
                "font-family": FONTS,
            },
        )
        ET.SubElement(root, "title").text = xml_safe(self.title)
        root.extend(self.shapes)
        return ET.tostring(root, encoding="unicode")

    def _path(self, steps: str, end: tuple[float, float], stroke: Stroke) -> None:
        self._add("path", d=f"{steps} {end[0]:.1f},{end[1]:.1f}", fill="none", **_stroke(stroke))

    def _head(self, corners: list[tuple[float, float]], stroke: Stroke) -> None:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
        self._add("polygon", points=points, fill=stroke.colour)

    def _add(self, tag: str, **attributes: float | str) -> ET.Element:
        named = {name.replace("_", "-"): _number(value) for name, value in attributes.items()}
        element = ET.Element(tag, named)
        self.shapes.append(element)
        return element


def standalone(drawing: str) -> bytes:
    """A picture as a file: the glyphs of its texts inside, so that it looks the same anywhere."""
    fonts = "".join(face.embedded for face in faces(drawing))
    return drawing.replace("</title>", f"</title><style>{fonts}</style>", 1).encode()


def fitted(text: str, width: float, size: float) -> str:
    """As much of a text as fits, its middle left out: names differ at their ends."""
    shown = displayable(xml_safe(text))
    while _width(shown) * size > width and len(shown) > 3:
        middle = len(shown) // 2
        shown = f"{shown[: middle - 1]}…{shown[middle + 1 :]}".replace("……", "…")
    return shown


def _width(text: str) -> float:
    """Estimated width in em."""
    return sum(1.0 if unicodedata.east_asian_width(item) in "WF" else 0.53 for item in text)


def _stroke(stroke: Stroke) -> dict[str, float | str]:
    dashes = {"stroke_dasharray": stroke.dashes} if stroke.dashes else {}
    return {"stroke": stroke.colour, "stroke_width": stroke.width, **dashes}


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
