"""Tamper evidence: seals over the ledger, and their verification."""

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found; intact if `faults` is empty."""

    rows: int
    seals: int
    unsealed: int
    head: str
    faults: tuple[str, ...]


def verify_ledger(connection: psycopg.Connection, expected_head: str | None = None) -> Verification:
    """Recompute every row digest and the chain of seals."""
    raise NotImplementedError(connection, expected_head)
