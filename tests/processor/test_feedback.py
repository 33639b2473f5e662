"""Confirmed fraud, as of a moment, and what the stream makes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from stack.processor.feedback import (
    confirmed_fraud_month_to_date,
    refresh_entity_risk,
    risk_is_stale,
)
from tests.processor.builders import DAY_MS, START, START_MS, Rig, follow_up, payment, record
from tests.processor.test_processor import decision

RISK = """
SELECT
    confirmed, frauds_1d, transactions_1d, frauds_7d, transactions_7d, frauds_30d,
    transactions_30d
FROM ledger.entity_risk WHERE entity = %s
"""


def chargeback(number: int, of: int, after_ms: int, reason: str = "fraud") -> dict[str, object]:
    return follow_up(
        f"cb-{number}", "chargeback", f"tx-{of}", after_ms=after_ms, chargeback_reason=reason
    )


def refresh(rig: Rig, days: float) -> int:
    with rig.connect() as connection:
        return refresh_entity_risk(connection, START + timedelta(days=days))


@pytest.fixture
def month(rig: Rig) -> Rig:
    """One payment a day for 40 days on one device, each with another card; three of them frauds."""
    for day in range(40):
        rig.now_ms = START_MS + day * DAY_MS + 500
        rig.process(payment(day, after_ms=day * DAY_MS, card={"token": f"card-token-{day}"}))
    for number, day in enumerate((20, 26, 38)):
        rig.process(chargeback(number, of=day, after_ms=39 * DAY_MS + number))
    return rig


def test_risk_counts_up_to_the_delay_and_back_1_7_and_30_days(month: Rig) -> None:
    refresh(month, days=39.5)
    # Seven days late: the last payment that counts is that of day 32.
    assert month.ask(RISK, "device:device-1") == [(False, 0, 1, 1, 7, 2, 30)]


def test_chargebacks_after_the_moment_are_not_known_yet(month: Rig) -> None:
    assert refresh(month, days=38.5) == 0


def test_cards_and_mails_that_a_chargeback_names_are_known_at_once(month: Rig) -> None:
    refresh(month, days=39.5)
    assert month.ask(RISK, "card:card-token-38")[0][0] is True
    assert month.ask(RISK, "card:card-token-37") == []


def test_other_chargebacks_are_no_fraud(rig: Rig) -> None:
    rig.process(payment(1), chargeback(1, of=1, after_ms=1, reason="dispute"))
    assert refresh(rig, days=1) == 0


def test_refreshing_again_replaces_everything(month: Rig) -> None:
    first = refresh(month, days=39.5)
    assert refresh(month, days=39.5) == first
    assert refresh(month, days=300) == 0


def test_the_stream_refuses_a_named_card_after_the_next_sweep(rig: Rig) -> None:
    rig.process(payment(1), chargeback(1, of=1, after_ms=1_000))
    rig.sweep(5_000)
    rig.process(payment(2, after_ms=6_000, account={"id": "account-2"}))
    assert decision(rig, 2).fired["L1"] == 95
    assert decision(rig, 2).band == "block"


def test_risk_grows_stale_by_the_hour_and_with_each_chargeback(rig: Rig) -> None:
    with rig.connect() as connection:
        assert not risk_is_stale(connection, rig.now_ms)
        rig.process(payment(1), chargeback(1, of=1, after_ms=1))
        assert risk_is_stale(connection, rig.now_ms)
        refresh_entity_risk(connection, datetime.fromtimestamp(rig.now_ms / 1000, UTC))
        assert not risk_is_stale(connection, rig.now_ms)
        assert risk_is_stale(connection, rig.now_ms + DAY_MS)


def test_the_month_of_confirmed_fraud_is_japans(rig: Rig) -> None:
    last_of_october = datetime(2026, 10, 31, 14, 59, 59, tzinfo=UTC)
    first_of_november = datetime(2026, 10, 31, 15, 0, 0, tzinfo=UTC)
    for number, moment in enumerate((last_of_october, first_of_november)):
        one = payment(f"p{number}", occurred_at=moment.isoformat(), amount=100_000)
        back = chargeback(number, of=0, after_ms=0) | {
            "occurred_at": moment.isoformat(), "amount": 100_000 + number,
            "original_transaction_id": f"tx-p{number}",
        }  # fmt: skip
        rig.feed([record(one), record(back)])
    with rig.connect() as connection:
        assert confirmed_fraud_month_to_date(connection, START_MS) == 100_001
