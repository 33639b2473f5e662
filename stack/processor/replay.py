"""Replaying a stored decision from what was stored with it."""

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True)
class Replay:
    """A stored decision beside the recomputed one; `equal` is None if this bundle cannot decide."""

    transaction_id: str
    revision: int
    stored: str
    recomputed: str
    equal: bool | None


def replay_decision(
    connection: psycopg.Connection, transaction_id: str, revision: int | None = None
) -> Replay:
    """Recompute the decision (the latest one by default) from the stored rule set and values.

    Raises:
        LookupError: There is no such decision.
    """
    raise NotImplementedError(connection, transaction_id, revision)
