"""Windows over event time: what had happened to an entity up to one transaction.

A window is left-open and right-closed, (t - length, t], and holds the last `cap` entries at most.
Those of the same millisecond are ordered by their history text, so that the same transactions give
the same windows in whatever order and batches they arrived.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

TEN_MINUTES_MS: Final = 600_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
GRACE_MS: Final = HOUR_MS
"""How much later than the newest one a transaction may come and still find its whole window."""

Entry = tuple[int, bytes]
"""Event time in milliseconds, and the history text (`members.py`)."""


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
        cap: Entries of a window at most; more of them say nothing new.
    """

    name: str
    code: str
    length_ms: int
    cap: int


ACCOUNT: Final = Dimension("account", "a", DAY_MS, 500)
CARD: Final = Dimension("card", "c", DAY_MS, 500)
DEVICE: Final = Dimension("device", "d", DAY_MS, 500)
ADDRESS: Final = Dimension("address", "s", DAY_MS, 500)
IP: Final = Dimension("ip", "i", TEN_MINUTES_MS, 50)
BIN: Final = Dimension("bin", "b", TEN_MINUTES_MS, 50)
DIMENSIONS: Final = (ACCOUNT, CARD, DEVICE, ADDRESS, IP, BIN)


class View(msgspec.Struct, frozen=True, gc=False):
    """The window of one transaction; the transaction itself is the last in it.

    Attributes:
        times: Event times in milliseconds, ascending.
        members: The history texts (`members.py`) that belong to them.
        gap: Why entries may be missing, or None: then the counts are exact.
        saturated: The window is full: counts are of the last `cap` entries.
    """

    times: Sequence[int] = ()
    members: Sequence[bytes] = ()
    gap: Gap | None = None
    saturated: bool = False

    def within(self, seconds: int) -> Sequence[bytes]:
        """The last `seconds`, this transaction included."""
        times = self.times
        if not times:
            return ()
        start = times[-1] - seconds * 1000
        return self.members if times[0] > start else self.members[bisect_right(times, start) :]

    def before(self) -> Sequence[bytes]:
        """All of the window but this transaction."""
        return self.members[:-1]


EMPTY: Final = View()


class Window(msgspec.Struct, gc=False):
    """The entries of one entity around a batch, and how far they can be trusted.

    Attributes:
        times: Event times in milliseconds, ascending.
        members: The history texts that belong to them; ascending where times are equal.
        known_from_ms: Entries up to this event time may be missing here.
        gap: Set if nothing at all is known of the past.
    """

    times: list[int]
    members: list[bytes]
    known_from_ms: int = 0
    gap: Gap | None = None

    def include(self, own: Sequence[Entry]) -> None:
        """Put in what this batch itself adds, should the store have trimmed or lost it."""
        if len(own) == 1 and self.members and self.members[-1] == own[0][1]:
            return
        for at_ms, member in own:
            place = self._end(at_ms, member)
            if place == 0 or self.members[place - 1] != member:
                self.times.insert(place, at_ms)
                self.members.insert(place, member)

    def as_of(self, entry: Entry, dimension: Dimension, known_gap: Gap | None) -> View:
        """The view of one of the entries.

        Args:
            entry: The transaction, which must be among the entries.
            dimension: How far back the view reaches, and how many entries it holds.
            known_gap: A reason outside this window for entries to be missing.
        """
        times, members = self.times, self.members
        start = entry[0] - dimension.length_ms
        end = len(members) if members[-1] == entry[1] else self._end(*entry)
        first = 0 if times[0] > start else bisect_right(times, start, 0, end)
        full = end - first >= dimension.cap
        if full:
            first = end - dimension.cap
        gap = self.gap or known_gap
        if gap is None and start < self.known_from_ms and not full:
            gap = Gap.LATE
        if first or end < len(times):
            times, members = times[first:end], members[first:end]
        return View(times, members, gap, full)

    def _end(self, at_ms: int, member: bytes) -> int:
        """Where the entries up to and including this one end."""
        end = len(self.members)
        if end and self.members[-1] == member:
            return end
        end = bisect_right(self.times, at_ms)
        while end and self.times[end - 1] == at_ms and self.members[end - 1] > member:
            end -= 1
        return end


def window_of(own: Sequence[Entry], *, gap: Gap | None = None) -> Window:
    """A window of entries that are in order."""
    return Window([at_ms for at_ms, _ in own], [member for _, member in own], gap=gap)
