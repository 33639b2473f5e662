"""Records that the ledger could not take, and their way back."""

from dataclasses import dataclass

import psycopg

from .processor import Processor


@dataclass(frozen=True, slots=True)
class Redrive:
    """What came of a re-drive."""

    attempted: int
    stored: int
    still_quarantined: int


def redrive_quarantine(
    connection: psycopg.Connection,
    processor: Processor,
    *,
    reason: str | None = None,
    limit: int = 1000,
) -> Redrive:
    """Process quarantined records again, those of one reason or all."""
    raise NotImplementedError(connection, processor, reason, limit)
