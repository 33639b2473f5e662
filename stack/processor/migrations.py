"""Bringing the ledger's schema up to date."""

import psycopg


def migrate(connection: psycopg.Connection) -> tuple[str, ...]:
    """Apply the migrations that are missing, under an advisory lock; returns their names."""
    raise NotImplementedError(connection)
