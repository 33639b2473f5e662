"""What another rule set would have decided on stored history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg

from .ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Comparison:
    """One stored payment: the decision that was made and the one `rules` would make."""

    transaction_id: str
    stored_score: int
    stored_band: str
    stored_fired: tuple[str, ...]
    new_score: int
    new_band: str
    new_fired: tuple[str, ...]


def backtest(
    connection: psycopg.Connection, rules: RuleSet, start: datetime, end: datetime
) -> Iterator[Comparison]:
    """Decide every payment with event time in [start, end) again, windows taken from the ledger."""
    raise NotImplementedError(connection, rules, start, end)
