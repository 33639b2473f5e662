"""Seals: what was changed behind the processor's back shows."""

from dataclasses import dataclass

import pytest

from stack.processor.verification import GENESIS, Verification, seal_ledger, verify_ledger
from tests.processor.builders import MINUTE_MS, Rig, payment

FORGED = """
CREATE TEMP TABLE forged AS SELECT * FROM ledger.transactions WHERE transaction_id = 'tx-0';
UPDATE forged SET transaction_id = 'forged';
INSERT INTO ledger.transactions SELECT * FROM forged
"""


@dataclass
class Owner:
    """Somebody with every right, who has switched the reminders off."""

    rig: Rig

    def execute(self, statement: str) -> None:
        with self.rig.database.connect() as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statement)


@pytest.fixture
def sealed(rig: Rig) -> Rig:
    """Three seals over payments, decisions and a quarantined record."""
    for number in range(3):
        rig.process(payment(number), payment(f"{number}x"), b"{%d" % number)
        with rig.connect() as connection:
            assert seal_ledger(connection, rig.now_ms) is not None
    return rig


def verify(rig: Rig, head: str | None = None) -> Verification:
    with rig.connect() as connection:
        return verify_ledger(connection, head)


def test_an_untouched_ledger_is_intact(sealed: Rig) -> None:
    found = verify(sealed)
    assert found.faults == ()
    assert (found.rows, found.seals, found.unsealed) == (15, 3, 0)
    assert verify(sealed, found.head).faults == ()


def test_an_empty_ledger_is_intact_and_gets_no_seal(rig: Rig) -> None:
    with rig.connect() as connection:
        assert seal_ledger(connection, 0) is None
    assert verify(rig).head == GENESIS


def test_rows_after_the_last_seal_are_told(sealed: Rig) -> None:
    sealed.process(payment(9))
    assert verify(sealed).unsealed == 2


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE ledger.transactions SET document = replace(document, '3000', '3001')",
            "rows under seal 1 have been changed",
        ),
        (
            "UPDATE ledger.transactions SET amount = 1 WHERE transaction_id = 'tx-1'",
            "transaction tx-1 contradicts its document",
        ),
        (
            "UPDATE ledger.transactions SET effective_ms = 1 WHERE transaction_id = 'tx-1'",
            "rows under seal 2 have been changed",
        ),
        ("DELETE FROM ledger.transactions WHERE transaction_id = 'tx-2'", "seal 3 covers 5 rows"),
        ("DELETE FROM ledger.quarantine WHERE reason = 'malformed'", "seal 1 covers 5 rows"),
        (
            "UPDATE ledger.decisions SET band = 'block' WHERE transaction_id = 'tx-0'",
            "decision 1 on tx-0 contradicts its document",
        ),
        (
            FORGED,
            "seal 1 covers 5 rows, 6 are there",
        ),
        ("DELETE FROM ledger.seals WHERE height = 2", "seal 2 is missing"),
        ("UPDATE ledger.seals SET content = previous WHERE height = 2", "seal 2 does not follow"),
        (
            "DELETE FROM ledger.decisions WHERE transaction_id = 'tx-0'",
            "tx-0 is a transaction without a decision",
        ),
    ],
)
def test_what_an_owner_changes_shows(sealed: Rig, statement: str, words: str) -> None:
    Owner(sealed).execute(statement)
    assert any(words in fault for fault in verify(sealed).faults), verify(sealed).faults


def test_a_rewritten_chain_shows_against_a_head_that_was_logged(sealed: Rig) -> None:
    head = verify(sealed).head
    owner = Owner(sealed)
    owner.execute("DELETE FROM ledger.seals")
    owner.execute("DELETE FROM ledger.quarantine")
    with sealed.connect() as connection:
        seal_ledger(connection, sealed.now_ms)
    assert verify(sealed).faults == ()
    assert verify(sealed, head).faults == ("the expected head is not in the chain",)


def test_a_row_of_a_transaction_still_open_is_left_to_the_next_seal(rig: Rig) -> None:
    rig.process(payment(1))
    writer = rig.connect()
    with writer.transaction():
        writer.execute("INSERT INTO ledger.rule_sets VALUES ('open', '{}', 0)")
        rig.process(payment(2))
        with rig.connect() as connection:
            first = seal_ledger(connection, rig.now_ms)
    with rig.connect() as connection:
        second = seal_ledger(connection, rig.now_ms)
    writer.close()
    assert first is not None
    assert second is not None
    assert (first.row_count, second.row_count) == (2, 2)
    assert verify(rig).faults == ()


def test_sealing_twice_at_once_makes_one_chain(rig: Rig) -> None:
    for number in range(5):
        rig.process(payment(number, after_ms=number * MINUTE_MS))
        with rig.connect() as one, rig.connect() as two:
            seal_ledger(one, 0)
            assert seal_ledger(two, 0) is None
    assert verify(rig).faults == ()
