"""What a changed rule set would have decided on stored history."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from stack.operations.command import DONE, Command, add_ledger, instant, ledger_of, rules_of
from stack.operations.output import say
from stack.processor.backtest import Comparison, backtest


@dataclass(slots=True)
class Difference:
    """Firings per rule and payments per band, as decided and as they would be."""

    payments: int = 0
    fired_before: Counter[str] = field(default_factory=Counter)
    fired_after: Counter[str] = field(default_factory=Counter)
    bands: Counter[tuple[str, str]] = field(default_factory=Counter)


def add_arguments(parser: ArgumentParser) -> None:
    """The candidate rules and the period."""
    add_ledger(parser)
    parser.add_argument("--rules", required=True, type=Path, help="the changed rules.json")
    parser.add_argument("--start", required=True, help="first moment, RFC 3339 with an offset")
    parser.add_argument("--end", required=True, help="first moment after the period")


def run(arguments: Namespace) -> int:
    """Print per-rule counts before and after, and the payments whose band changes."""
    rules = rules_of(arguments.rules)
    start, end = instant(arguments.start), instant(arguments.end)
    with psycopg.connect(ledger_of(arguments), autocommit=True) as connection:
        difference = summed(backtest(connection, rules, start, end))
    for line in _lines(difference):
        say(line)
    return DONE


def summed(comparisons: Iterable[Comparison]) -> Difference:
    """Add single comparisons up."""
    difference = Difference()
    for comparison in comparisons:
        difference.payments += 1
        difference.fired_before.update(comparison.stored.fired.keys())
        difference.fired_after.update(comparison.new.fired.keys())
        difference.bands[comparison.stored.band, comparison.new.band] += 1
    return difference


def _lines(difference: Difference) -> list[str]:
    before, after = difference.fired_before, difference.fired_after
    lines = [f"{difference.payments:,} payments", "rule       fired   would  change"]
    lines += [
        f"{rule:<8}{before[rule]:>8}{after[rule]:>8}{after[rule] - before[rule]:>+8}"
        for rule in sorted(before | after)
    ]
    lines += [
        f"{old} -> {new}: {count:,} payments"
        for (old, new), count in sorted(difference.bands.items())
        if old != new
    ]
    return lines


COMMAND = Command("backtest", "try a rule change on stored history", add_arguments, run)
