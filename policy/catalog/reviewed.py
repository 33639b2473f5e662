"""The properties that were reviewed and need no row, each with the reason.

Nothing reads them when a program is judged; the completeness of the catalogue rests on them.
"""

from __future__ import annotations

from dataclasses import dataclass

from policy.catalog.rows import read_lines


@dataclass(frozen=True, slots=True)
class Review:
    """A property that no row judges, and why; the path is empty for a type as a whole."""

    family: str
    token: str
    path: str
    reason: str


def reviews() -> tuple[Review, ...]:
    """Every reviewed and rejected property, in the table's order."""
    return tuple(Review(*line) for line in read_lines("reviewed"))
