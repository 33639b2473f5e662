"""Deciding again what was decided on incomplete knowledge, from the ledger alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import msgspec
import psycopg

from .alerts import alert_body
from .context import read_context
from .decision import FINAL, Decision, decide_all_or_defer
from .history import Observation
from .ledger_windows import read_windows
from .ruleset import RuleSet
from .sights import Sighting
from .stored import Happening, Stored, stored
from .windows import HOUR_MS

_TAKE: Final = """
SELECT t.effective_ms, t.document
FROM ledger.rescore_queue AS q JOIN ledger.transactions AS t USING (transaction_id)
WHERE q.score_missing AND t.recorded_ms <= %s
    AND (q.effective_ms, q.transaction_id) > (%s, %s)
ORDER BY q.effective_ms, q.transaction_id LIMIT %s
FOR UPDATE OF q SKIP LOCKED
"""
_APPEND: Final = """
WITH incoming AS (
    SELECT * FROM jsonb_to_recordset(%s) AS e (
        transaction_id text, rule_set text, score integer, band text, status text, document text,
        alert text
    )
), decided AS (
    INSERT INTO ledger.decisions (
        transaction_id, revision, rule_set, score, band, status, document, recorded_ms
    )
    SELECT
        transaction_id,
        (SELECT max(revision) + 1 FROM ledger.decisions AS d WHERE d.transaction_id =
        i.transaction_id), rule_set, score, band, status, document, %s
    FROM incoming AS i
), raised AS (
    INSERT INTO ledger.alerts (alert_id, kind, severity, transaction_id, body, raised_ms)
    SELECT transaction_id || ':' || band, 'transaction', band, transaction_id, alert, %s
    FROM incoming WHERE alert IS NOT NULL
    ON CONFLICT (alert_id) DO NOTHING
    RETURNING alert_id, raised_ms
), posted AS (
    INSERT INTO ledger.alert_outbox (alert_id, raised_ms) SELECT alert_id, raised_ms FROM raised
), scored AS (
    UPDATE ledger.rescore_queue AS q SET score_missing = false
    FROM incoming AS i WHERE q.transaction_id = i.transaction_id AND q.history_missing
), done AS (
    DELETE FROM ledger.rescore_queue AS q
    USING incoming AS i WHERE q.transaction_id = i.transaction_id AND NOT q.history_missing
)
SELECT count(*) FROM incoming
"""
START: Final = (-(2**62), "")
SETTLING_MS: Final = 60_000
"""How long after storing a record its neighbours may still be on their way."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """What one call did.

    Attributes:
        count: Decisions that are final now.
        last: Where to go on, as event time and id; None if nothing is left.
    """

    count: int
    last: tuple[int, str] | None


def rescore(
    connection: psycopg.Connection,
    rules: RuleSet,
    now_ms: int,
    *,
    after: tuple[int, str] = START,
    limit: int = 500,
) -> Rescored:
    """Give degraded decisions their final revision.

    The first revision stays: it is what was known and done at the time. A decision that a faulty
    rule keeps from being made stays in the queue, and the others pass it.

    Args:
        connection: In autocommit mode.
        rules: The rule set that decides now.
        now_ms: Wall clock.
        after: Where the last call stopped.
        limit: At most so many.

    Raises:
        psycopg.Error: The ledger does not answer; nothing of this call was kept.
    """
    with connection.transaction():
        rows = connection.execute(_TAKE, [now_ms - SETTLING_MS, *after, limit]).fetchall()
        items = stored(rows)
        decided = [
            (item, decision)
            for item, decision in decide_from_ledger(connection, items, rules)
            if decision.status == FINAL
        ]
        if decided:
            entries = msgspec.json.encode([_entry(item, decision) for item, decision in decided])
            connection.execute(_APPEND, [entries.decode(), now_ms, now_ms])
    last = (items[-1].at_ms, items[-1].transaction.transaction_id) if items else None
    return Rescored(len(decided), last)


def decide_from_ledger(
    connection: psycopg.Connection, items: Sequence[Stored], rules: RuleSet
) -> list[tuple[Stored, Decision]]:
    """Decide stored transactions as of their own event time.

    Args:
        connection: To the ledger.
        items: In order of event time.
        rules: The rule set that decides.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    decided: list[tuple[Stored, Decision]] = []
    # Apart by the hour, since everything that happened between two items is read.
    for _, group in groupby(items, lambda item: item.at_ms // HOUR_MS):
        hour = list(group)
        sighting = Sighting(
            connection,
            hour,
            observation=Observation(read_windows(connection, hour), 0, available=True),
            # What the history lacks is no matter here.
            context=replace(read_context(connection, hour), unwritten_ms=None),
        )
        decided += zip(hour, decide_all_or_defer(sighting.sights(), rules), strict=True)
    return decided


def _entry(item: Happening, decision: Decision) -> dict[str, object]:
    return {
        "transaction_id": item.transaction.transaction_id,
        "rule_set": decision.rule_set,
        "score": decision.score,
        "band": decision.band,
        "status": decision.status,
        "document": msgspec.json.encode(decision).decode(),
        "alert": alert_body(item.transaction, decision),
    }
