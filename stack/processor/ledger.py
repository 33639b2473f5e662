"""The ledger in PostgreSQL: one connection, one call a batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

import msgspec
import psycopg

from .arrays import documents, flags, instants, numbers, register, texts, words
from .consistency import columns_of
from .decision import Decision
from .intake import Accepted, Rejected, as_row
from .records import StreamRecord
from .ruleset import RuleSet
from .windows import HOUR_MS

Connect = Callable[[], psycopg.Connection]

_COLUMNS: Final[tuple[Callable[[Sequence[Any]], bytes], ...]] = (
    *(texts, texts, words, instants, numbers, texts, words, words, words, words, texts, words),
    *(texts, texts, texts, texts, texts, documents, texts, texts, numbers, numbers, words, numbers),
    *(words, words, documents, flags, words),
)
"""What makes the array of each column that `ledger.record_columns` takes."""

_RECORD: Final = f"SELECT ledger.record_columns({'%s, ' * len(_COLUMNS)}%s, %s, %s, %s)::text"
_ENCODE: Final = msgspec.json.Encoder().encode


class Outcome(msgspec.Struct, frozen=True):
    """What the ledger did with a batch.

    Attributes:
        stored: Transactions that are new.
        degraded: Those of them whose score has to be repeated.
        quarantined: Records put into quarantine now or on an earlier delivery.
        alerts: Ids of the alerts raised now.
        conflicts: Stream records whose id is stored with other content.
    """

    stored: int
    degraded: int
    quarantined: int
    alerts: list[str]
    conflicts: list[str]


_OUTCOME: Final = msgspec.json.Decoder(Outcome)


class Decided(msgspec.Struct, frozen=True, gc=False):
    """A transaction with its decision, ready to be stored.

    Attributes:
        alert: Body of the alert to raise, None if the decision is to allow.
        history_missing: The history could not be written; the sweeper does it later.
    """

    item: Accepted
    decision: Decision
    alert: str | None
    history_missing: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """All that becomes of the records of a batch, or of a portion of it.

    Attributes:
        received: The records as they came in, for the reconciliation.
        decided: Accepted records, ids distinct.
        repeats: Accepted records whose id stands in `decided` already, here or in a portion before.
        rejected: Records for quarantine.
    """

    received: Sequence[StreamRecord]
    decided: Sequence[Decided]
    repeats: Sequence[Accepted]
    rejected: Sequence[Rejected]


class Ledger:
    """A connection that is opened when first needed and replaced when it fails.

    Args:
        connect: Opens a connection in autocommit mode, as the role that may only add.
    """

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._connection: psycopg.Connection | None = None

    def connection(self) -> psycopg.Connection:
        """The connection.

        Raises:
            psycopg.Error: The ledger cannot be reached.
        """
        if self._connection is None or self._connection.closed:
            self._connection = self._connect()
        return self._connection

    def drop(self) -> None:
        """Forget a connection that has failed."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def record_rule_set(connection: psycopg.Connection, rules: RuleSet, now_ms: int) -> None:
    """Keep a rule set, so that decisions made with it can be replayed.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    connection.execute(
        "INSERT INTO ledger.rule_sets (version, document, recorded_ms) VALUES (%s, %s, %s) "
        "ON CONFLICT (version) DO NOTHING",
        [rules.version, rules.document, now_ms],
    )


def record_batch(connection: psycopg.Connection, portions: Iterable[Batch], now_ms: int) -> Outcome:
    """Store a batch: all of it or nothing, and only what is not there yet.

    Args:
        connection: As `Ledger` gives it.
        portions: What to store. Each portion is sent as soon as it is there, and the ledger works
            on it while the next one is being made; making one must not use the connection. A
            sequence of one is a statement of its own.
        now_ms: Wall clock.

    Raises:
        psycopg.Error: Nothing was stored, or the answer was lost; then it is safe to try again.
    """
    register(connection)
    alone = isinstance(portions, Sequence) and len(portions) == 1
    with nullcontext() if alone else _one_transaction(connection):
        cursors = [connection.execute(_RECORD, _arguments(portion, now_ms)) for portion in portions]
    outcomes = [_outcome(cursor.fetchone()) for cursor in cursors]
    return Outcome(
        stored=sum(one.stored for one in outcomes),
        degraded=sum(one.degraded for one in outcomes),
        quarantined=sum(one.quarantined for one in outcomes),
        alerts=[alert for one in outcomes for alert in one.alerts],
        conflicts=[conflict for one in outcomes for conflict in one.conflicts],
    )


@contextmanager
def _one_transaction(connection: psycopg.Connection) -> Iterator[None]:
    """Send statements without waiting for answers, commit them together.

    It costs 135 µs of Python a batch, as much as a transaction does.
    """
    with connection.pipeline(), connection.transaction():
        yield


def _arguments(batch: Batch, now_ms: int) -> list[object]:
    hours = Counter(record.arrived_at_ms // HOUR_MS * HOUR_MS for record in batch.received)
    return [
        *_columns(batch.decided),
        _ENCODE([_claim(item) for item in batch.repeats]).decode(),
        _ENCODE([as_row(one) for one in batch.rejected]).decode(),
        _ENCODE([{"hour_ms": hour, "count": count} for hour, count in hours.items()]).decode(),
        now_ms,
    ]


def _outcome(row: tuple[str] | None) -> Outcome:
    if row is None:
        raise psycopg.InternalError("record_columns answered nothing")
    return _OUTCOME.decode(row[0])


def _claim(item: Accepted) -> dict[str, object]:
    return {
        "transaction_id": item.transaction.transaction_id,
        "document": item.document.decode(),
        "event_id": item.record.event_id,
        "sequence_number": item.record.sequence_number,
        "arrived_ms": item.record.arrived_at_ms,
    }


def _columns(decided: Sequence[Decided]) -> list[object]:
    rows = [_row(one) for one in decided]
    columns = zip(*rows, strict=True) if rows else repeat((), len(_COLUMNS))
    return [make(column) for make, column in zip(_COLUMNS, columns, strict=True)]


def _row(one: Decided) -> tuple[Any, ...]:
    item, decision = one.item, one.decision
    return (
        *columns_of(item.transaction),
        item.document,
        item.record.event_id,
        item.record.sequence_number,
        item.record.arrived_at_ms,
        item.at_ms,
        decision.rule_set,
        decision.score,
        decision.band,
        decision.status,
        _ENCODE(decision),
        one.history_missing,
        one.alert,
    )
