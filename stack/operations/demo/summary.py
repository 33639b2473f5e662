"""The verdict on a demonstration, as text that reads the same in a terminal and in a log."""

from collections.abc import Sequence
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
    batch_p99_milliseconds: float

    @property
    def clean(self) -> bool:
        """Nothing lost, every hour balanced, the ledger intact."""
        return self.lost == 0 and self.unbalanced_hours == 0 and self.ledger_intact


def print_verdict(console: Console, verdict: Verdict) -> None:
    """Print the table of patterns and the figures that matter."""
    console.print(_pattern_table(verdict.score))
    figures = Table.grid(padding=(0, 2))
    for name, text in _figures(verdict):
        figures.add_row(name, text)
    console.print(figures, highlight=False)


def _pattern_table(score: Score) -> Table:
    table = Table(title="Planted fraud")
    table.add_column("pattern")
    table.add_column("rule")
    table.add_column("incidents", justify="right")
    table.add_column("caught", justify="right")
    for pattern in score.patterns:
        table.add_row(pattern.pattern, pattern.rule, str(pattern.planted), str(pattern.caught))
    table.add_section()
    table.add_row("all", "", str(score.planted), str(score.caught))
    return table


def _figures(verdict: Verdict) -> Sequence[tuple[str, str]]:
    score, counts = verdict.score, verdict.counts
    parts = (counts.stored, counts.duplicate, counts.quarantined)
    rate = verdict.sent / verdict.seconds
    return (
        (
            "false alarms",
            f"{score.false_alarms:,} ({score.false_alarm_rate:.2%} of ordinary events)",
        ),
        ("records sent", f"{verdict.sent:,}"),
        ("stored + duplicate + quarantined", " + ".join(f"{part:,}" for part in parts)),
        ("losses", f"{verdict.lost:,}"),
        ("reconciliation", _balance(verdict.unbalanced_hours)),
        ("ledger", "intact" if verdict.ledger_intact else "TAMPERED"),
        ("throughput", f"{rate:,.0f} records/s over {verdict.seconds:.0f} s"),
        ("99 % of batches within", f"{verdict.batch_p99_milliseconds:.0f} ms"),
    )


def _balance(unbalanced_hours: int) -> str:
    return "exact in every hour" if unbalanced_hours == 0 else f"{unbalanced_hours} hours off"
