"""The way back from quarantine."""

from stack.processor.quarantine import Redrive, redrive_quarantine
from tests.processor.builders import Rig, payment


def redrive(rig: Rig, reason: str | None = None) -> Redrive:
    with rig.connect() as connection:
        return redrive_quarantine(connection, rig.processor, reason=reason)


def forbid(rig: Rig, statement: str) -> None:
    with rig.database.connect() as owner:
        owner.execute(f"ALTER TABLE ledger.transactions {statement}")


def test_a_mended_fault_lets_records_in_once(rig: Rig) -> None:
    forbid(rig, "ADD CONSTRAINT fault CHECK (amount < 10)")
    rig.process(payment(1), payment(2), b"{")
    forbid(rig, "DROP CONSTRAINT fault")

    assert redrive(rig) == Redrive(attempted=3, accepted=2, still_quarantined=1, failed=0)
    assert redrive(rig) == Redrive(attempted=1, accepted=0, still_quarantined=1, failed=0)
    assert rig.one("SELECT count(*) FROM ledger.transactions") == 2
    assert rig.one("SELECT count(*) FROM ledger.quarantine_redrives") == 4


def test_one_reason_can_be_chosen(rig: Rig) -> None:
    rig.process(b"{", b"{}")
    assert redrive(rig, "malformed").attempted == 1


def test_masked_records_are_not_tried(rig: Rig) -> None:
    rig.process(b'{"pan": "4111111111111111"}')
    assert redrive(rig).attempted == 0


def test_a_repetition_of_a_stored_transaction_is_accepted_as_such(rig: Rig) -> None:
    forbid(rig, "ADD CONSTRAINT fault CHECK (amount < 10)")
    rig.process(payment(1))
    forbid(rig, "DROP CONSTRAINT fault")
    rig.process(payment(1))
    assert redrive(rig).accepted == 1
    assert rig.one("SELECT count(*) FROM ledger.duplicates") == 1


def test_contradicting_content_stays_where_it_is(rig: Rig) -> None:
    rig.process(payment(1), payment(1, amount=5))
    assert redrive(rig).still_quarantined == 1


def test_nothing_is_noted_as_accepted_while_the_ledger_is_away(rig: Rig) -> None:
    rig.process(b"{")
    with rig.connect() as connection:
        rig.ledger.drop()
        rig.ledger_down = True
        found = redrive_quarantine(connection, rig.processor)
    assert found == Redrive(attempted=1, accepted=0, still_quarantined=0, failed=1)
