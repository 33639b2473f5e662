"""Windows over event time: what had happened to an entity up to one transaction.

A window is left-open, right-closed: (t - length, t]. Transactions of the same millisecond are ordered by
their history text, so that the same set of transactions gives the same windows in whatever order and
batches it arrived.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
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


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """A kind of entity that has a history.

    Attributes:
        name: As `Sight` calls the window.
        code: Stands in the key.
        length_ms: How far back its windows reach.
        cap: Entries kept at most; more of them say nothing new.
    """

    name: str
    code: str
    length_ms: int
    cap: int


ACCOUNT: Final = Dimension("account", "a", DAY_MS, 500)
CARD: Final = Dimension("card", "c", DAY_MS, 500)
DEVICE: Final = Dimension("device", "d", DAY_MS, 500)
ADDRESS: Final = Dimension("address", "s", DAY_MS, 500)
IP: Final = Dimension("ip", "i", HOUR_MS, 200)
BIN: Final = Dimension("bin", "b", HOUR_MS, 200)
DIMENSIONS: Final = (ACCOUNT, CARD, DEVICE, ADDRESS, IP, BIN)


@dataclass(frozen=True, slots=True)
class View:
    """The window of one transaction; the transaction itself is the last in it.

    Attributes:
        times: Event times in milliseconds, ascending.
        members: The history texts (`members.py`) that belong to them.
        gap: Why entries may be missing, or None: then the counts are exact.
        saturated: Older entries were dropped to bound the memory; counts are lower bounds.
    """

    times: Sequence[int] = ()
    members: Sequence[bytes] = ()
    gap: Gap | None = None
    saturated: bool = False

    def within(self, seconds: int) -> Sequence[bytes]:
        """The last `seconds`, this transaction included."""
        if not self.times:
            return ()
        start = bisect_right(self.times, self.times[-1] - seconds * 1000)
        return self.members[start:] if start else self.members

    def before(self) -> Sequence[bytes]:
        """All of the window but this transaction."""
        return self.members[:-1]


EMPTY: Final = View()


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
        return View(
            [at_ms for at_ms, _ in entries],
            [member for _, member in entries],
            gap,
            start < self.capped_ms,
        )
