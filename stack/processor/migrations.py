"""Bringing the ledger's schema up to date: plain SQL files, each once, in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

FOLDER: Final = Path(__file__).with_name("sql")

_LOCK: Final = 5_041_120_001
"""Any number will do, as long as no other program takes the same advisory lock."""


class MigrationError(Exception):
    """An applied migration differs from the file of that name: history may not be edited."""


def migrate(connection: psycopg.Connection) -> tuple[str, ...]:
    """Apply the migrations that are missing and return their names.

    Several callers may try at once: an advisory lock lets one work and the others find nothing to
    do.

    Args:
        connection: In autocommit mode, as the login that owns the schema.

    Raises:
        MigrationError: An applied file has been edited since.
        psycopg.Error: A statement failed; migrations before it stay applied.
    """
    with _locked(connection):
        connection.execute("CREATE SCHEMA IF NOT EXISTS ledger")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS ledger.migrations ("
            "name text PRIMARY KEY, digest text NOT NULL, applied_at timestamptz DEFAULT now())"
        )
        rows = connection.execute("SELECT name, digest FROM ledger.migrations").fetchall()
        applied: dict[str, str] = dict(rows)
        return tuple(
            _apply(connection, file) for file in sorted(FOLDER.glob("*.sql")) if _due(file, applied)
        )


@contextmanager
def _locked(connection: psycopg.Connection) -> Iterator[None]:
    connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        if not connection.broken:
            connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _due(file: Path, applied: dict[str, str]) -> bool:
    if file.stem in applied and applied[file.stem] != _digest(file):
        raise MigrationError(f"{file.name} was applied with other content; add a new file instead")
    return file.stem not in applied


def _apply(connection: psycopg.Connection, file: Path) -> str:
    with connection.transaction():
        connection.execute(sql.SQL(file.read_text(encoding="utf-8")))
        connection.execute(
            "INSERT INTO ledger.migrations (name, digest) VALUES (%s, %s)",
            [file.stem, _digest(file)],
        )
    return file.stem


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
