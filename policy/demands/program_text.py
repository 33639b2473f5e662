"""The program's sources and plain configuration as text, for finding what is written there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from policy.control import Context

_ENDINGS: Final = (".py", ".yaml", ".yml", ".json", ".ts", ".js", ".go", ".toml", ".env")
_FOREIGN_FOLDERS: Final = frozenset(
    {"venv", "env", "node_modules", "site-packages", "__pycache__", "build", "dist"}
)
_LARGEST_BYTES: Final = 1_000_000
_SHORTEST_UNQUOTED: Final = 6


def program_text(context: Context) -> str | None:
    """All sources and configuration files of the program; `None` if none are at hand."""
    folder = context.graph.root or context.settings.program_directory
    return _read_all(folder) if folder else None


def is_written(value: str, text: str) -> bool:
    """Whether a value stands in the text; a short one only counts as a quoted literal."""
    if len(value) >= _SHORTEST_UNQUOTED:
        return value in text or value.encode("unicode_escape").decode() in text
    return any(f"{quote}{value}{quote}" in text for quote in "\"'")


@lru_cache(maxsize=4)
def _read_all(folder: str) -> str | None:
    texts = list(_read_files(folder))
    return "\n".join(texts) if texts else None


def _read_files(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in _FOREIGN_FOLDERS and not name.startswith(".")
        )
        for name in sorted(names):
            path = Path(parent, name)
            if name.endswith(_ENDINGS) and path.is_file() and path.stat().st_size <= _LARGEST_BYTES:
                yield path.read_text(encoding="utf-8", errors="replace")
