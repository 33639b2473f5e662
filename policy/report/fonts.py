"""Noto Sans CJK JP from PyPI packages, cut down to the characters that a report uses.

The fonts are under the SIL Open Font License 1.1, which allows embedding and subsetting.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import uharfbuzz  # type: ignore[import-untyped]  # it ships no types

FAMILY: Final = "Noto Sans CJK JP"
_FACES: Final = (
    (400, "noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    (700, "noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
)


@dataclass(frozen=True, slots=True)
class Face:
    """One weight of the font, as an OpenType file."""

    weight: int
    data: bytes

    @property
    def address(self) -> str:
        """What a style sheet calls the file where it is not inside of it."""
        return f"font:{self.weight}"

    @property
    def embedded(self) -> str:
        """The `@font-face` rule, with the font inside."""
        return self._rule(f"data:font/otf;base64,{base64.b64encode(self.data).decode()}")

    @property
    def linked(self) -> str:
        """The `@font-face` rule, with the font's address."""
        return self._rule(self.address)

    def _rule(self, address: str) -> str:
        return (
            f"@font-face{{font-family:'{FAMILY}';font-weight:{self.weight};"
            f"src:url({address}) format('opentype')}}"
        )


def faces(text: str, *, keep_numbers: bool = False) -> tuple[Face, ...]:
    """Both weights with the glyphs that a text needs.

    A PDF addresses the glyphs of this font by their original numbers: without `keep_numbers`,
    strict readers would find none of them (PDF/A-3, 6.2.11.4.1).
    """
    return tuple(Face(weight, _subset(weight, text, keep_numbers)) for weight, _, _ in _FACES)


def displayable(text: str) -> str:
    """A text in which every character without a glyph is told by its code point.

    A name may hold any character; a box in its place would be a name that nobody can check.
    """
    known = _characters()
    if known.issuperset(text):
        return text
    return "".join(item if item in known else f"[U+{ord(item):04X}]" for item in text)


def _subset(weight: int, text: str, keep_numbers: bool) -> bytes:  # noqa: FBT001  # private
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set(_code_points(text))
    wanted.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    if keep_numbers:
        wanted.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS
    data: bytes = uharfbuzz.subset(_face(weight), wanted).blob.data
    return data


def _code_points(text: str) -> Iterable[int]:
    return {ord(character) for character in text}


@cache
def _face(weight: int) -> uharfbuzz.Face:
    package, file = next(item[1:] for item in _FACES if item[0] == weight)
    return uharfbuzz.Face((resources.files(package) / file).read_bytes())


@cache
def _characters() -> frozenset[str]:
    known = [set(map(chr, _face(weight).unicodes)) for weight, _, _ in _FACES]
    return frozenset(set.intersection(*known) | {"\n"})
