"""The recorded surface, and how another one differs from it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policy.surface.extraction import Surface

BASELINE: Final = Path(__file__).with_name("baseline.json.gz")


@dataclass(frozen=True, slots=True)
class Baseline:
    """The surface of one SDK version."""

    version: str
    surface: Surface


def read_baseline(file: Path = BASELINE) -> Baseline:
    """The surface that the catalogue was last reviewed against."""
    recorded = json.loads(gzip.decompress(file.read_bytes()))
    return Baseline(recorded["version"], recorded["surface"])


def write_baseline(baseline: Baseline, file: Path = BASELINE) -> None:
    """Record a surface; the same surface makes the same bytes."""
    recorded = {"version": baseline.version, "surface": baseline.surface}
    text = json.dumps(recorded, sort_keys=True, separators=(",", ":"))
    file.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def differences(before: Surface, after: Surface) -> Iterator[str]:
    """One line for each type and property that came, went or changed its kind."""
    for token in sorted(before.keys() | after.keys()):
        old, new = before.get(token), after.get(token)
        if old is None:
            yield f"+ {token}"
        elif new is None:
            yield f"- {token}"
        else:
            yield from _of_type(token, old, new)


def _of_type(token: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for path in sorted(old.keys() | new.keys()):
        if path not in old:
            yield f"+ {token} {path} ({new[path]})"
        elif path not in new:
            yield f"- {token} {path}"
        elif old[path] != new[path]:
            yield f"~ {token} {path} ({old[path]}, now {new[path]})"
