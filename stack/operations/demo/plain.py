"""Progress as lines of text, for logs and pipes."""

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import IO, Final

from stack.operations.demo.progress import Progress
from stack.operations.traffic.curve import JAPAN

_SECONDS_BETWEEN_LINES: Final = 5


@dataclass(slots=True)
class PlainScreen:
    """One line every five seconds; alerts are counted, as a busy day's would drown the rest."""

    output: IO[str]
    _next: float = 0.0

    def show(self, progress: Progress) -> None:
        """Print a line if the last one is old enough."""
        if perf_counter() < self._next:
            return
        self._next = perf_counter() + _SECONDS_BETWEEN_LINES
        moment = datetime.fromtimestamp(progress.simulated, JAPAN)
        print(
            f"{moment:%Y-%m-%d %H:%M} JST  {progress.delivered:>7,}/{progress.total:,} records"
            f"  {progress.records_per_second:>6,.0f}/s"
            f"  batch p99 {progress.batch_milliseconds(0.99):.0f} ms"
            f"  alerts {progress.alerts}",
            file=self.output,
            flush=True,
        )
