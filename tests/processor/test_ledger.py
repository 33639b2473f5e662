"""The ledger's function: what became of each record, in one transaction."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import psycopg
import pytest
from psycopg import sql

from stack.processor.decision import undecided
from stack.processor.intake import Accepted, Refusal, Rejected, take_in
from stack.processor.ledger import Batch, Decided, Ledger, Outcome, record_batch
from stack.processor.records import StreamRecord
from stack.processor.ruleset import load_rules
from tests.processor.builders import HOUR_MS, START_MS, payment, record
from tests.stores import Database

RULES = load_rules()
COUNTS = {
    table: sql.SQL("SELECT count(*) FROM ledger.{}").format(sql.Identifier(table))
    for table in (
        "transactions", "decisions", "duplicates", "quarantine", "alerts", "alert_outbox",
    )
}  # fmt: skip
APPEND_ONLY = [
    "transactions", "decisions", "rule_sets", "alerts", "alert_deliveries", "duplicates",
    "quarantine", "quarantine_redrives", "intake", "seals",
]  # fmt: skip


@pytest.fixture
def writer(database: Database) -> Iterator[psycopg.Connection]:
    with database.connect() as connection:
        connection.execute("SET ROLE ledger_writer")
        yield connection


def batch_of(*records: StreamRecord, alert: str | None = None) -> Batch:
    taken = [take_in(one) for one in records]
    accepted: dict[str, Accepted] = {}
    repeats = []
    for one in taken:
        if isinstance(one, Accepted):
            known = accepted.setdefault(one.transaction.transaction_id, one)
            repeats += [] if known is one else [one]
    return Batch(
        received=records,
        decided=[
            Decided(item, undecided("payment", RULES), alert, history_missing=False)
            for item in accepted.values()
        ],
        repeats=repeats,
        rejected=[one for one in taken if isinstance(one, Rejected)],
    )


def counts(connection: psycopg.Connection) -> dict[str, int]:
    return {table: connection.execute(query).fetchone()[0] for table, query in COUNTS.items()}


def intake(connection: psycopg.Connection) -> tuple[int, int]:
    row = connection.execute("SELECT sum(received), sum(redelivered) FROM ledger.intake").fetchone()
    return int(row[0]), int(row[1])


def test_new_repeated_conflicting_and_refused_records_in_one_batch(
    writer: psycopg.Connection,
) -> None:
    one = record(payment(1))
    record_batch(writer, [batch_of(record(payment(7)), record(payment(8)))], START_MS)
    outcome = record_batch(
        writer,
        [
            batch_of(
                one,
                record(payment(1)),
                record(payment(1, amount=1)),
                record(payment(7)),
                record(payment(8, amount=1)),
                record(b"{"),
            )
        ],
        START_MS,
    )
    assert (outcome.stored, outcome.quarantined) == (1, 3)
    assert len(outcome.conflicts) == 2
    assert counts(writer) == {
        "transactions": 3, "decisions": 3, "duplicates": 2, "quarantine": 3, "alerts": 2,
        "alert_outbox": 2,
    }  # fmt: skip
    assert intake(writer) == (8, 0)


def test_everything_delivered_again_is_redelivered_and_changes_nothing(
    writer: psycopg.Connection,
) -> None:
    batch = batch_of(
        record(payment(1)),
        record(payment(1)),
        record(payment(1, amount=1)),
        record(b"{"),
        alert="{}",
    )
    record_batch(writer, [batch], START_MS)
    before = counts(writer)
    again = record_batch(writer, [batch], START_MS + 5)

    assert counts(writer) == before
    assert (again.stored, again.alerts) == (0, [])
    assert intake(writer) == (8, 4)


def test_an_alert_is_raised_once_with_its_transaction(writer: psycopg.Connection) -> None:
    batch = batch_of(record(payment(1)), alert='{"a": 1}')
    assert record_batch(writer, [batch], START_MS).alerts == ["tx-1:allow"]
    assert record_batch(writer, [batch], START_MS).alerts == []


def test_portions_are_one_batch(writer: psycopg.Connection) -> None:
    first, again = record(payment(1)), record(payment(1))
    repeats = [one for one in [take_in(again)] if isinstance(one, Accepted)]
    portions = [batch_of(first), Batch([again], [], repeats, []), batch_of(record(payment(2)))]
    outcome = record_batch(writer, portions, START_MS)
    assert (outcome.stored, outcome.quarantined, intake(writer)) == (2, 0, (3, 0))
    assert counts(writer)["duplicates"] == 1


def test_a_portion_that_fails_leaves_nothing_of_those_before(writer: psycopg.Connection) -> None:
    good = batch_of(record(payment(1)))
    unheard_of = msgspec.structs.replace(good.decided[0].decision, score=2**40)
    bad = batch_of(record(payment(2)))
    refused = msgspec.structs.replace(bad.decided[0], decision=unheard_of)
    with pytest.raises(psycopg.DataError):
        record_batch(writer, [good, replace(bad, decided=[refused])], START_MS)
    assert counts(writer)["transactions"] == 0
    assert record_batch(writer, [good], START_MS).stored == 1


def test_a_fault_while_a_portion_is_made_leaves_nothing_of_those_before(
    writer: psycopg.Connection,
) -> None:
    def portions() -> Iterator[Batch]:
        yield batch_of(record(payment(1)))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        record_batch(writer, portions(), START_MS)
    assert counts(writer)["transactions"] == 0


def test_card_numbers_alert_once_an_hour(writer: psycopg.Connection) -> None:
    def leak(arrived_ms: int) -> StreamRecord:
        return record(b'{"pan": "4111111111111111"}', arrived_ms=arrived_ms)

    batch = batch_of(leak(START_MS), leak(START_MS + 1), leak(START_MS + HOUR_MS))
    assert len(record_batch(writer, [batch], START_MS).alerts) == 2
    rows = writer.execute("SELECT masked, payload FROM ledger.quarantine").fetchall()
    assert {(masked, bytes(payload)) for masked, payload in rows} == {
        (True, b'{"pan": "################"}')
    }


def test_a_batch_is_counted_by_its_hours_of_arrival(writer: psycopg.Connection) -> None:
    batch = batch_of(
        record(payment(1), arrived_ms=START_MS),
        record(payment(2), arrived_ms=START_MS + HOUR_MS),
        record(payment(3), arrived_ms=START_MS + HOUR_MS + 1),
    )
    record_batch(writer, [batch], START_MS)
    assert writer.execute("SELECT hour_ms, received FROM ledger.intake ORDER BY 1").fetchall() == [
        (START_MS, 1),
        (START_MS + HOUR_MS, 2),
    ]


def test_a_record_accepted_after_quarantine_counts_as_one_record(
    writer: psycopg.Connection,
) -> None:
    data = record(payment(1))
    refused = Rejected(data, Refusal.UNKNOWN_VERSION, "version", data.data)
    record_batch(writer, [Batch([data], [], [], [refused])], START_MS)
    record_batch(writer, [batch_of(data)], START_MS)
    assert intake(writer) == (2, 1)


def test_a_record_refused_after_it_was_stored_stays_stored_and_out_of_quarantine(
    writer: psycopg.Connection,
) -> None:
    data = record(payment(1))
    record_batch(writer, [batch_of(data)], START_MS)
    refused = Rejected(data, Refusal.INVALID, "stricter now", data.data)
    record_batch(writer, [Batch([data], [], [], [refused])], START_MS)
    assert counts(writer)["quarantine"] == 0
    assert intake(writer) == (2, 1)


def test_two_writers_of_the_same_ids_store_each_once_and_tell_the_duplicates(
    database: Database,
) -> None:
    """As two shards do when a producer's retry went to another partition key."""
    outcomes: list[Outcome] = []
    barrier = threading.Barrier(2)

    def write() -> None:
        with database.connect() as connection:
            connection.execute("SET ROLE ledger_writer")
            for number in range(20):
                batch = batch_of(*(record(payment(number * 10 + n)) for n in range(10)))
                barrier.wait()
                outcomes.append(record_batch(connection, [batch], START_MS))

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.connect() as connection:
        found = counts(connection)
        assert (found["transactions"], found["duplicates"], found["quarantine"]) == (200, 200, 0)
        assert sum(outcome.stored for outcome in outcomes) == 200
        assert intake(connection) == (400, 0)


def test_neither_the_processor_nor_the_owner_can_change_the_ledger(database: Database) -> None:
    for table in APPEND_ONLY:
        with database.connect() as owner:
            column = owner.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'ledger' "
                "AND table_name = %s AND is_identity = 'NO' ORDER BY ordinal_position LIMIT 1",
                [table],
            ).fetchone()[0]
        names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
        for text in (
            "DELETE FROM ledger.{table}",
            "UPDATE ledger.{table} SET {column} = {column}",
            "TRUNCATE ledger.{table}",
        ):
            statement = sql.SQL(text).format(**names)
            _refused(database, statement, "append-only", writer=False)
            _refused(database, statement, "permission denied", writer=True)


def _refused(database: Database, statement: sql.Composed, words: str, *, writer: bool) -> None:
    with database.connect() as connection:
        if writer:
            connection.execute("SET ROLE ledger_writer")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=words):
            connection.execute(statement)


def test_every_table_is_either_append_only_or_known_to_be_a_work_table(database: Database) -> None:
    with database.connect() as owner:
        tables = {
            name
            for (name,) in owner.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'ledger'"
            )
        }
    assert tables - set(APPEND_ONLY) == {
        "alert_outbox", "rescore_queue", "entity_risk", "migrations",
    }  # fmt: skip


def test_the_writer_cannot_touch_the_migrations(writer: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        writer.execute("INSERT INTO ledger.migrations VALUES ('x', 'y')")


@pytest.mark.parametrize(
    "condition",
    [
        "account_id = 'account-1' AND effective_ms > 0",
        "amount BETWEEN 5 AND 6 AND occurred_at > '2026-01-01'",
        "merchant_id = 'shop-1' AND occurred_at BETWEEN '2026-11-24' AND '2026-11-25'",
        "occurred_at BETWEEN '2026-11-24' AND '2026-11-25'",
        "original_transaction_id = 'tx-1'",
    ],
)
def test_search_by_date_amount_and_counterparty_has_an_index(
    database: Database, condition: str
) -> None:
    with database.connect() as owner:
        owner.execute("SET enable_seqscan = off")
        query = "EXPLAIN SELECT * FROM ledger.transactions WHERE " + condition  # noqa: S608  # ours
        plan = owner.execute(query).fetchall()
    assert "Index Scan" in " ".join(line for (line,) in plan)


def test_a_dropped_connection_is_replaced(database: Database) -> None:
    ledger = Ledger(database.connect)
    first = ledger.connection()
    assert ledger.connection() is first
    ledger.drop()
    assert first.closed
    assert ledger.connection() is not first
    ledger.drop()
