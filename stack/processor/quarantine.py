"""Records that the ledger could not take, and their way back."""

from dataclasses import dataclass
from typing import Final

import psycopg

from .processor import Processor
from .records import StreamRecord

_OPEN: Final = """
SELECT q.event_id, q.sequence_number, q.arrived_ms, q.payload
FROM ledger.quarantine AS q
WHERE NOT q.masked AND (%(reason)s::text IS NULL OR q.reason = %(reason)s)
    AND NOT EXISTS (
        SELECT FROM ledger.quarantine_redrives AS r
        WHERE r.event_id = q.event_id AND r.outcome = 'accepted'
    )
ORDER BY q.arrived_ms, q.event_id LIMIT %(limit)s
"""
_NOTE: Final = """
INSERT INTO ledger.quarantine_redrives (event_id, attempted_ms, outcome)
VALUES (%s, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, %s)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Redrive:
    """What came of a re-drive.

    Attributes:
        attempted: Records tried.
        accepted: Of them, transactions now; new ones, or repetitions of stored ones.
        still_quarantined: Of them, those refused again.
        failed: Of them, those that no store could take just now.
    """

    attempted: int
    accepted: int
    still_quarantined: int
    failed: int


def redrive_quarantine(
    connection: psycopg.Connection,
    processor: Processor,
    *,
    reason: str | None = None,
    limit: int = 1000,
) -> Redrive:
    """Process quarantined records again, after whatever kept them out has been mended.

    Records with a card number are not among them: their payload was never kept, the producer sends
    them again with a token.

    Args:
        connection: In autocommit mode; not the processor's own.
        processor: Decides on them as on any other record.
        reason: Only those refused for it.
        limit: At most so many.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    rows = connection.execute(_OPEN, {"reason": reason, "limit": limit}).fetchall()
    outcomes = []
    for event_id, sequence_number, arrived_ms, payload in rows:
        record = StreamRecord(event_id, sequence_number, "", arrived_ms, bytes(payload))
        outcomes.append(_outcome(processor, record))
        connection.execute(_NOTE, [event_id, outcomes[-1]])
    return Redrive(
        attempted=len(rows),
        accepted=outcomes.count("accepted"),
        still_quarantined=outcomes.count("quarantined"),
        failed=outcomes.count("failed"),
    )


def _outcome(processor: Processor, record: StreamRecord) -> str:
    result = processor.process([record])
    if result.failed_sequence_number is not None:
        return "failed"
    return "quarantined" if result.counts.quarantined else "accepted"
