"""Progress as a terminal view that redraws itself."""

from datetime import datetime
from time import perf_counter
from types import TracebackType
from typing import Final, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from stack.operations.demo.progress import Progress
from stack.operations.traffic.curve import JAPAN

_SECONDS_BETWEEN_FRAMES: Final = 0.2
_COLOURS: Final = {"block": "bold red", "critical": "bold red", "review": "yellow"}


class LiveScreen:
    """A full picture five times a second; use as a context manager."""

    def __init__(self, console: Console) -> None:
        """Draw on `console`, which must be a terminal."""
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._next = 0.0

    def show(self, progress: Progress) -> None:
        """Redraw if the last frame is old enough."""
        if perf_counter() < self._next:
            return
        self._next = perf_counter() + _SECONDS_BETWEEN_FRAMES
        self._live.update(picture(progress), refresh=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()


def picture(progress: Progress) -> RenderableType:
    """One frame."""
    return Group(
        Panel(_figures(progress), title="Transaction monitoring, one day in Japan"),
        Panel(_alerts(progress), title=f"Alerts ({progress.alerts})"),
    )


def _figures(progress: Progress) -> RenderableType:
    moment = datetime.fromtimestamp(progress.simulated, JAPAN)
    median, slow = progress.batch_milliseconds(0.5), progress.batch_milliseconds(0.99)
    counts = progress.counts
    grid = Table.grid(padding=(0, 3))
    grid.add_row("time in the shop", f"{moment:%a %d %b %H:%M} JST")
    grid.add_row("throughput", f"{progress.records_per_second:,.0f} records/s")
    grid.add_row("a batch takes", f"p50 {median:.1f} ms, p99 {slow:.1f} ms")
    grid.add_row("lag in the stream", f"{progress.iterator_age_seconds:.1f} s of shop time")
    grid.add_row(
        "stored / duplicate / quarantined",
        f"{counts.stored:,} / {counts.duplicate:,} / {counts.quarantined:,}",
    )
    return Group(grid, ProgressBar(total=progress.total, completed=progress.delivered))


def _alerts(progress: Progress) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for line in reversed(progress.recent_alerts):
        moment = datetime.fromtimestamp(line.at, JAPAN)
        score = "" if line.score is None else str(line.score)
        style = _COLOURS.get(line.severity, "")
        table.add_row(
            f"{moment:%H:%M:%S}",
            Text(line.severity, style=style),
            score,
            line.subject,
            Text("; ".join(line.reasons), overflow="ellipsis", no_wrap=True),
        )
    return table
