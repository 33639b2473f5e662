"""A clock that the caller moves: a simulated day passes as fast as it can be processed."""

from dataclasses import dataclass


@dataclass(slots=True)
class SimulatedClock:
    """Time in seconds since the epoch; it never runs backwards."""

    seconds: float

    def advance_to(self, seconds: float) -> None:
        """Move to a later moment; an earlier one changes nothing."""
        self.seconds = max(self.seconds, seconds)

    def read(self) -> float:
        """Seconds, for the stream and the event source mapping."""
        return self.seconds

    def read_milliseconds(self) -> int:
        """Whole milliseconds, for the processor."""
        return int(self.seconds * 1000)
