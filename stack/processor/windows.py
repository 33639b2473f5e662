"""Windows over event time: what had happened to an entity up to one transaction.

A window is left-open, right-closed: (t - length, t]. Transactions of the same millisecond are ordered by
their history text, so that the same set of transactions gives the same windows in whatever order and
batches it arrived.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
GRACE_MS: Final = HOUR_MS
"""How much later than the newest one a transaction may come and still find its whole window."""

Entry = tuple[int, bytes]
"""Event time in milliseconds, and the history text (`members.py`)."""

_AFTER_ALL: Final = b"\xff"


class Gap(StrEnum):
    """Why a window may lack transactions that had happened."""

    UNAVAILABLE = "history_unavailable"
    INCOMPLETE = "history_incomplete"
    LATE = "late"


class Dimension(Enum):
    """The kinds of entity that have a history: key prefix, length in milliseconds, entries kept."""

    ACCOUNT = ("a", DAY_MS, 500)
    CARD = ("c", DAY_MS, 500)
    DEVICE = ("d", DAY_MS, 500)
    ADDRESS = ("s", DAY_MS, 500)
    IP = ("i", HOUR_MS, 200)
    BIN = ("b", HOUR_MS, 200)

    def __init__(self, code: str, length_ms: int, cap: int) -> None:
        self.code = code
        self.length_ms = length_ms
        self.cap = cap


@dataclass(frozen=True, slots=True)
class View:
    """The window of one transaction; the transaction itself is its last entry.

    Attributes:
        gap: Why entries may be missing, or None: then the counts are exact.
        saturated: Older entries were dropped to bound the memory; counts are lower bounds.
    """

    entries: Sequence[Entry]
    end: int
    at_ms: int
    gap: Gap | None = None
    saturated: bool = False

    def within(self, seconds: int) -> list[bytes]:
        """The last `seconds`, this transaction included."""
        start = bisect_right(self.entries, (self.at_ms - seconds * 1000, _AFTER_ALL), 0, self.end)
        return [member for _, member in self.entries[start : self.end]]

    def before(self) -> Sequence[Entry]:
        """All of the window but this transaction."""
        return self.entries[: self.end - 1]


@dataclass(frozen=True, slots=True)
class Window:
    """The entries of one entity, and how far they can be trusted.

    Attributes:
        entries: In order of event time, then text.
        trimmed_ms: Entries up to this event time have been removed as too old.
        capped_ms: Entries up to this event time may have been dropped to bound the memory.
        gap: Set if nothing at all is known of the past.
    """

    entries: list[Entry]
    trimmed_ms: int = 0
    capped_ms: int = 0
    gap: Gap | None = None

    def include(self, own: Sequence[Entry]) -> None:
        """Put in what this batch itself adds, should the store have trimmed or lost it."""
        for entry in own:
            place = bisect_left(self.entries, entry)
            if place == len(self.entries) or self.entries[place] != entry:
                insort(self.entries, entry)

    def as_of(self, entry: Entry, length_ms: int, known_gap: Gap | None) -> View:
        """The view of one of the entries.

        Args:
            entry: The transaction, which must be among the entries.
            length_ms: How far back the view reaches.
            known_gap: A reason outside this window for entries to be missing.
        """
        start = entry[0] - length_ms
        gap = self.gap or known_gap or (Gap.LATE if start < self.trimmed_ms else None)
        end = bisect_right(self.entries, entry)
        first = bisect_right(self.entries, (start, _AFTER_ALL), 0, end)
        entries = self.entries[first:end]
        return View(entries, end - first, entry[0], gap, saturated=start < self.capped_ms)
