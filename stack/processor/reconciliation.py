"""In = stored + duplicate + quarantined, hour by hour of arrival.

The left side was counted as batches came in, the right side is counted in the tables, so a row that
was never written, or has gone, shows. Both sides count a stream record once, however often it was
delivered.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg

from .windows import HOUR_MS

_COUNT: Final = """
WITH stored AS MATERIALIZED (
    SELECT event_id FROM ledger.transactions WHERE arrived_ms >= %(from)s AND arrived_ms < %(until)s
), duplicate AS MATERIALIZED (
    SELECT event_id FROM ledger.duplicates WHERE arrived_ms >= %(from)s AND arrived_ms < %(until)s
)
SELECT
    (SELECT coalesce(sum(received - redelivered), 0)::bigint FROM ledger.intake WHERE hour_ms =
    %(from)s), (SELECT count(*) FROM stored),
    (SELECT count(*) FROM duplicate),
    (
        SELECT count(*) FROM ledger.quarantine AS q
        WHERE q.arrived_ms >= %(from)s AND q.arrived_ms < %(until)s
            AND NOT EXISTS (SELECT FROM stored AS s WHERE s.event_id = q.event_id)
            AND NOT EXISTS (SELECT FROM duplicate AS d WHERE d.event_id = q.event_id)
    )
"""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The count of one hour of arrival; it balances if `difference` is 0.

    Attributes:
        hour: Its beginning.
        received: Stream records that came in, as counted at the door, or as the stream tells.
        stored: Of them, transactions.
        duplicate: Of them, repetitions of a transaction that is stored.
        quarantined: Of them, those that wait in quarantine.
        difference: What is missing on the right side; negative if there is too much.
    """

    hour: datetime
    received: int
    stored: int
    duplicate: int
    quarantined: int
    difference: int


def reconcile(
    connection: psycopg.Connection, hour: datetime, expected: int | None = None
) -> Reconciliation:
    """Count one hour.

    Args:
        connection: To the ledger.
        hour: Any moment in it, with a time zone.
        expected: What the stream itself says came in, where that is known; else the count at the
        door.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    from_ms = round(hour.timestamp() * 1000) // HOUR_MS * HOUR_MS
    row = connection.execute(_COUNT, {"from": from_ms, "until": from_ms + HOUR_MS}).fetchone()
    at_the_door, stored, duplicate, quarantined = row or (0, 0, 0, 0)
    received = at_the_door if expected is None else expected
    return Reconciliation(
        hour=datetime.fromtimestamp(from_ms / 1000, tz=hour.tzinfo),
        received=received,
        stored=stored,
        duplicate=duplicate,
        quarantined=quarantined,
        difference=received - stored - duplicate - quarantined,
    )
