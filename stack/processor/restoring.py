"""Filling the history from the ledger, after it has missed or lost something."""

from collections.abc import Callable
from typing import Final

import psycopg

from .history import History
from .sights import touches_of
from .stored import Stored, stored
from .windows import DAY_MS, GRACE_MS, HOUR_MS

_UNWRITTEN: Final = """
SELECT t.transaction_id, t.effective_ms, t.document
FROM ledger.rescore_queue AS q JOIN ledger.transactions AS t USING (transaction_id)
WHERE q.history_missing ORDER BY q.effective_ms LIMIT %s
FOR UPDATE OF q SKIP LOCKED
"""
_WRITTEN: Final = """
WITH done AS (
    DELETE FROM ledger.rescore_queue WHERE transaction_id = ANY (%s) AND NOT score_missing
)
UPDATE ledger.rescore_queue SET history_missing = false
WHERE transaction_id = ANY (%s) AND score_missing
"""
_PERIOD: Final = """
SELECT effective_ms, document FROM ledger.transactions
WHERE effective_ms > %s AND effective_ms <= %s
    AND (event = 'payment' OR (event = 'capture' AND method = 'konbini'))
"""
_ROWS_AT_A_TIME: Final = 500
_AHEAD_MS: Final = 600_000
"""Clamped event times may lie this far ahead of the clock, and then some."""

SETTLING_MS: Final = 120_000
"""A batch that was under way when the history was lost has been stored, or has failed, by then."""


def write_unwritten(connection: psycopg.Connection, history: History) -> int:
    """Put transactions into the history that were stored while it did not answer.

    Returns how many it took; 0 if none wait or the history still does not answer.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    with connection.transaction():
        rows = connection.execute(_UNWRITTEN, [_ROWS_AT_A_TIME]).fetchall()
        items = stored((at_ms, document) for _, at_ms, document in rows)
        if not items or not history.observe(touches_of(items)).available:
            return 0
        ids = [transaction_id for transaction_id, _, _ in rows]
        connection.execute(_WRITTEN, [ids, ids])
    return len(rows)


def warm_up(
    connection: psycopg.Connection,
    history: History,
    now_ms: int,
    *,
    may_go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Restore a history that has been lost, hour by hour into the past.

    After each hour the history's epoch moves back, so that an interrupted warm-up goes on where it
    was, and short windows are whole again before long ones.

    Args:
        connection: In autocommit mode.
        history: To be filled.
        now_ms: Wall clock.
        may_go_on: Asked before each hour.

    Returns:
        Transactions put in.

    Raises:
        psycopg.Error: The ledger does not answer.
        valkey.exceptions.ValkeyError: The history does not answer.
    """
    needed_ms = now_ms - DAY_MS - GRACE_MS
    count = 0
    while may_go_on():
        epochs = history.epochs()
        since_ms = max(int(epoch.partition("|")[0]) for epoch in epochs.values())
        if since_ms <= needed_ms or since_ms > now_ms - SETTLING_MS:
            break
        done = _restore(connection, history, since_ms - HOUR_MS, since_ms + _AHEAD_MS)
        if done is None:
            break
        count += done
        history.backdate(epochs, since_ms - HOUR_MS)
    return count


def _restore(
    connection: psycopg.Connection, history: History, after_ms: int, until_ms: int
) -> int | None:
    """Put one period into the history; None if it does not take it."""
    count = 0
    with connection.transaction(), connection.cursor(name="period") as cursor:
        cursor.execute(_PERIOD, [after_ms, until_ms])
        while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
            items: list[Stored] = stored(rows)
            if not history.observe(touches_of(items)).available:
                return None
            count += len(items)
    return count
