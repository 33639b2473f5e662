"""The engine of a database, as AWS reads it."""

from __future__ import annotations

from policy.graph import Resource


def engine_of(database: Resource) -> object:
    """The engine in small letters, `ABSENT` or `Unknown`; AWS takes its name in any case."""
    engine = database.get("engine")
    return engine.lower() if isinstance(engine, str) else engine
