"""In = stored + duplicate + quarantined, hour by hour."""

from dataclasses import dataclass
from datetime import datetime

import psycopg


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The count of one hour of arrival; it balances if `difference` is 0."""

    hour: datetime
    received: int
    stored: int
    duplicate: int
    quarantined: int
    difference: int


def reconcile(
    connection: psycopg.Connection, hour: datetime, expected: int | None = None
) -> Reconciliation:
    """Count one hour; `expected` is what the stream itself says came in, where that is known."""
    raise NotImplementedError(connection, hour, expected)
