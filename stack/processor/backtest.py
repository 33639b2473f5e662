"""What another rule set would have decided on stored history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
import psycopg

from .decision import Decision
from .rescoring import decide_from_ledger
from .ruleset import RuleSet
from .stored import stored

_PAGE: Final = """
SELECT t.effective_ms, t.document, (
    SELECT d.document FROM ledger.decisions AS d
    WHERE d.transaction_id = t.transaction_id ORDER BY d.revision DESC LIMIT 1
), t.transaction_id
FROM ledger.transactions AS t
WHERE t.event = 'payment' AND (t.effective_ms, t.transaction_id) > (%s, %s) AND t.effective_ms < %s
ORDER BY t.effective_ms, t.transaction_id LIMIT %s
"""
_ROWS_AT_A_TIME: Final = 1000


@dataclass(frozen=True, slots=True)
class Comparison:
    """One stored payment.

    Attributes:
        transaction_id: Which.
        stored: The latest decision made on it.
        new: The one that the other rule set makes.
    """

    transaction_id: str
    stored: Decision
    new: Decision


def backtest(
    connection: psycopg.Connection, rules: RuleSet, start: datetime, end: datetime
) -> Iterator[Comparison]:
    """Decide every payment with event time in [start, end) again.

    Windows and profiles come from the ledger as of each payment's own event time. Confirmed fraud
    is known as it is today, not as it was then: what L1 adds is the benefit of hindsight.

    Args:
        connection: To the ledger.
        rules: The other rule set.
        start: With a time zone.
        end: Likewise.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    after: tuple[int, str] = (_milliseconds(start) - 1, "\x7f")
    while rows := connection.execute(
        _PAGE, [*after, _milliseconds(end), _ROWS_AT_A_TIME]
    ).fetchall():
        items = stored((at_ms, document) for at_ms, document, _, _ in rows)
        decided = decide_from_ledger(connection, items, rules)
        for (_, _, decision, name), (_, new) in zip(rows, decided, strict=True):
            yield Comparison(name, msgspec.json.decode(decision, type=Decision), new)
        after = (rows[-1][0], rows[-1][3])


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
