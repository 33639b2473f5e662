"""The verdict on a demonstration, as text that reads the same in a terminal and in a log."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from stack.operations.demo.score import Score
from stack.processor.records import Counts


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the day came to."""

    score: Score
    counts: Counts
    sent: int
    lost: int
    unbalanced_hours: int
    ledger_intact: bool
    seconds: float
    worst_batch_milliseconds: float

    @property
    def clean(self) -> bool:
        """Nothing lost, every hour balanced, the ledger intact."""
        return self.lost == 0 and self.unbalanced_hours == 0 and self.ledger_intact


def print_verdict(console: Console, verdict: Verdict) -> None:
    """Print the table of patterns and the figures that matter."""
    console.print(_pattern_table(verdict.score))
    for line in _sentences(verdict):
        console.print(line, highlight=False)


def _pattern_table(score: Score) -> Table:
    table = Table(title="Planted fraud")
    table.add_column("pattern")
    table.add_column("incidents", justify="right")
    table.add_column("caught", justify="right")
    for pattern in score.patterns:
        table.add_row(pattern.pattern, str(pattern.planted), str(pattern.caught))
    table.add_section()
    table.add_row("all", str(score.planted), str(score.caught))
    return table


def _sentences(verdict: Verdict) -> list[str]:
    score, counts = verdict.score, verdict.counts
    balance = "exact" if verdict.unbalanced_hours == 0 else f"{verdict.unbalanced_hours} hours off"
    return [
        f"false alarms   {score.false_alarms:,} of {score.ordinary_events:,} ordinary events"
        f" ({score.false_alarm_rate:.2%})",
        f"records        {verdict.sent:,} sent = {counts.stored:,} stored"
        f" + {counts.duplicate:,} duplicate + {counts.quarantined:,} quarantined",
        f"losses         {verdict.lost}",
        f"reconciliation {balance}",
        f"ledger         {'intact' if verdict.ledger_intact else 'TAMPERED'}",
        f"speed          {verdict.sent / verdict.seconds:,.0f} records/s over"
        f" {verdict.seconds:.0f} s, slowest percentile of batches"
        f" {verdict.worst_batch_milliseconds:.0f} ms",
    ]
