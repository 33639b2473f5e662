"""In = stored + duplicate + quarantined, exactly, whatever was delivered how often."""

import json
import random

from stack.processor.quarantine import redrive_quarantine
from stack.processor.reconciliation import Reconciliation, reconcile
from tests.processor.builders import HOUR_MS, START, START_MS, Rig, payment, record


def count(rig: Rig, expected: int | None = None) -> Reconciliation:
    with rig.connect() as connection:
        return reconcile(connection, START, expected)


def test_every_record_of_a_messy_hour_is_accounted_for(rig: Rig) -> None:
    chance = random.Random(5)  # noqa: S311  # a test's randomness
    stream = [record(payment(n % 150, after_ms=n % 150)) for n in range(300)]
    stream += [record(payment(n, amount=1)) for n in range(10)]
    stream += [record(b"poison %d" % n, arrived_ms=START_MS) for n in range(20)]
    chance.shuffle(stream)
    at = 0
    while at < len(stream):
        rig.feed(stream[at : at + chance.randint(1, 40)])
        at += chance.randint(0, 25)
    rig.feed(stream)

    found = count(rig, expected=330)
    assert (found.received, found.stored, found.difference) == (330, 150, 0)
    assert found.duplicate + found.quarantined == 180
    assert count(rig) == found


def test_hours_are_apart(rig: Rig) -> None:
    rig.feed([record(payment(1)), record(payment(2), arrived_ms=START_MS + HOUR_MS)])
    assert (count(rig).received, count(rig).difference) == (1, 0)


def test_a_row_that_has_gone_shows(rig: Rig) -> None:
    rig.process(payment(1), payment(2))
    with rig.database.connect() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM ledger.transactions WHERE transaction_id = 'tx-1'")
    assert count(rig).difference == 1


def test_what_the_stream_says_counts_where_it_is_known(rig: Rig) -> None:
    rig.process(payment(1))
    assert count(rig, expected=3).difference == 2


def test_a_redriven_record_counts_once_as_what_it_has_become(rig: Rig) -> None:
    with rig.database.connect() as owner:
        owner.execute("ALTER TABLE ledger.transactions ADD CONSTRAINT no_3 CHECK (amount <> 3)")
    rig.process(payment(1), payment(2, amount=3))
    assert (count(rig).stored, count(rig).quarantined) == (1, 1)

    with rig.database.connect() as owner:
        owner.execute("ALTER TABLE ledger.transactions DROP CONSTRAINT no_3")
        redrive_quarantine(owner, rig.processor)
    assert count(rig) == Reconciliation(START, 2, 2, 0, 0, 0)


def test_payloads_survive_quarantine_byte_by_byte(rig: Rig) -> None:
    odd = [b"", b"\x00\xff", "日本".encode(), json.dumps(payment(amount=-1)).encode()]
    rig.feed([record(one, arrived_ms=START_MS) for one in odd])
    assert {bytes(payload) for (payload,) in rig.ask("SELECT payload FROM ledger.quarantine")} == (
        set(odd)
    )
