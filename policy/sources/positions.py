"""Finding the program's own line in a stack of frames."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import unquote, urlsplit

from policy.graph import SourcePosition

LIBRARY_PARTS: Final = frozenset({"site-packages", "dist-packages", ".venv", "venv"})
"""Directories whose files are not the program's, even below its root."""

_PACK: Final = Path(__file__).resolve().parent.parent
"""The pack itself, which may lie below the program's root and declares nothing of it."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Tells the program's files from everybody else's.

    Attributes:
        root: The program's root; files in a virtual environment under it are not the program's.
    """

    root: Path

    def of(self, file: str, line: int) -> SourcePosition | None:
        """The position, if the file belongs to the program."""
        relative = _relative(self.root, file)
        return SourcePosition(relative, line) if relative else None

    def first(self, frames: Iterable[tuple[str, int]]) -> SourcePosition | None:
        """The first of the frames (file, line) that belongs to the program."""
        found = (self.of(file, line) for file, line in frames)
        return next((position for position in found if position is not None), None)

    def first_uri(self, frames: Iterable[tuple[str, int]]) -> SourcePosition | None:
        """Like `first`, for frames with `file:` URIs."""
        return self.first((_path(uri), line) for uri, line in frames)


@functools.cache
def _relative(root: Path, file: str) -> str:
    """The file below the root; empty if it does not belong to the program."""
    path = PurePath(file)
    if not path.is_relative_to(root) or path.is_relative_to(_PACK):
        return ""
    relative = path.relative_to(root)
    return "" if LIBRARY_PARTS & set(relative.parts) else relative.as_posix()


@functools.cache
def _path(uri: str) -> str:
    return unquote(urlsplit(uri).path)
