"""What there is to see while the day passes."""

from collections import deque
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from stack.processor.records import Counts

_LATEST_BATCHES: Final = 400
_LATEST_ALERTS: Final = 12


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert in a line; `at` in simulated seconds since the epoch."""

    at: float
    severity: str
    subject: str
    score: int | None
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Progress:
    """The running figures of a demonstration; `simulated` in seconds since the epoch."""

    total: int
    delivered: int = 0
    simulated: float = 0.0
    iterator_age_seconds: float = 0.0
    counts: Counts = field(default_factory=Counts)
    alerts: int = 0
    started: float = field(default_factory=perf_counter)
    recent_alerts: deque[AlertLine] = field(default_factory=lambda: deque(maxlen=_LATEST_ALERTS))
    batch_seconds: list[float] = field(default_factory=list)

    @property
    def records_per_second(self) -> float:
        """Records delivered per second of real time since the start."""
        return self.delivered / max(perf_counter() - self.started, 1e-9)

    def batch_milliseconds(self, quantile: float, latest: int = _LATEST_BATCHES) -> float:
        """A quantile of the latest batches' processing time."""
        ordered = sorted(self.batch_seconds[-latest:])
        return ordered[int(quantile * (len(ordered) - 1))] * 1000 if ordered else 0.0
