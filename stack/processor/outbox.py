"""Alerts leave through an outbox: committed with the decision, published later, at least once."""

from collections.abc import Callable, Sequence
from typing import Final

import psycopg

from .publisher import Alert, Publisher

_TAKE: Final = """
SELECT a.alert_id, a.kind, a.severity, a.body
FROM ledger.alert_outbox AS o JOIN ledger.alerts AS a USING (alert_id)
WHERE %s::text[] IS NULL OR o.alert_id = ANY (%s)
ORDER BY o.raised_ms, o.alert_id LIMIT %s
FOR UPDATE OF o SKIP LOCKED
"""
_DELIVERED: Final = """
WITH delivered AS (DELETE FROM ledger.alert_outbox WHERE alert_id = ANY (%s) RETURNING alert_id)
INSERT INTO ledger.alert_deliveries (alert_id, delivered_ms) SELECT alert_id, %s FROM delivered
ON CONFLICT (alert_id) DO NOTHING
"""


def publish_pending(
    connection: psycopg.Connection,
    publisher: Publisher,
    clock: Callable[[], int],
    *,
    only: Sequence[str] | None = None,
    limit: int = 100,
) -> int:
    """Publish what waits in the outbox; returns how many alerts left.

    Two callers never publish the same alert at the same time. An alert whose publication fails, or
    whose delivery could not be noted, stays and is published again; receivers know it by its id.

    Args:
        connection: In autocommit mode.
        publisher: Where the alerts go.
        clock: Wall clock in milliseconds.
        only: Just these alerts, the ones raised a moment ago.
        limit: At most so many.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    with connection.transaction():
        ids = None if only is None else list(only)
        rows = connection.execute(_TAKE, [ids, ids, limit]).fetchall()
        published = _published(publisher, [Alert(*row) for row in rows])
        if published:
            connection.execute(_DELIVERED, [published, clock()])
    return len(published)


def pending(connection: psycopg.Connection) -> int:
    """Alerts that wait to be published.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    row = connection.execute("SELECT count(*) FROM ledger.alert_outbox").fetchone()
    return row[0] if row else 0


def _published(publisher: Publisher, alerts: Sequence[Alert]) -> list[str]:
    published = []
    for alert in alerts:
        try:
            publisher.publish(alert)
        except Exception:  # noqa: BLE001  # whatever it is, the rest waits for the next sweep
            break
        published.append(alert.alert_id)
    return published
