"""The way of a batch, as its results and the ledger tell it."""

import json

import msgspec
import pytest
from psycopg import sql

from stack.processor.decision import Decision
from stack.processor.processor import PUBLISH_PAUSE_MS
from stack.processor.records import Counts, StreamRecord
from tests.processor.builders import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    START_MS,
    Rig,
    follow_up,
    payment,
    record,
    records,
)


def decision(rig: Rig, number: int | str = 1, revision: int = 1) -> Decision:
    document = rig.one(
        "SELECT document FROM ledger.decisions WHERE transaction_id = %s AND revision = %s",
        f"tx-{number}",
        revision,
    )
    return msgspec.json.decode(document, type=Decision)


def test_a_valid_payment_is_stored_with_its_decision(rig: Rig) -> None:
    result = rig.process(payment())

    assert result.counts == Counts(received=1, stored=1)
    assert result.failed_sequence_number is None
    assert rig.ask("SELECT transaction_id, amount, account_id FROM ledger.transactions") == [
        ("tx-1", 3_000, "account-1")
    ]
    found = decision(rig)
    assert (found.status, found.band, found.score) == ("final", "allow", 0)
    assert found.inputs.values["V1"] == {
        "attempts_600s": 1, "attempts_3600s": 1, "attempts_86400s": 1,
    }  # fmt: skip


def test_the_document_keeps_the_record_and_the_event_time_of_the_producer(rig: Rig) -> None:
    rig.process(payment(occurred_at="2026-11-24T12:00:00.250+09:00"))

    document, effective_ms = rig.ask("SELECT document, effective_ms FROM ledger.transactions")[0]
    assert json.loads(str(document))["occurred_at"] == "2026-11-24T12:00:00.250000+09:00"
    assert effective_ms == START_MS + 250


def test_a_sixth_payment_within_ten_minutes_raises_one_alert_with_its_reasons(rig: Rig) -> None:
    batch = [payment(n, after_ms=n * MINUTE_MS) for n in range(1, 7)]
    result = rig.process(*batch)

    assert (result.counts.alerts_raised, result.counts.alerts_published) == (1, 1)
    (alert,) = rig.outbound.alerts
    assert (alert.alert_id, alert.severity) == ("tx-6:review", "review")
    body = json.loads(alert.body)
    assert [rule["id"] for rule in body["rules"]] == ["V1"]
    assert body["rules"][0]["values"]["attempts_600s"] == 6


def test_batches_and_order_within_them_do_not_change_decisions(rig: Rig) -> None:
    batch = [payment(n, after_ms=n * MINUTE_MS) for n in range(1, 7)]
    rig.process(*reversed(batch))

    assert decision(rig, 1).inputs.values["V1"]["attempts_600s"] == 1
    assert decision(rig, 6).inputs.values["V1"]["attempts_600s"] == 6


def test_a_redelivered_batch_changes_nothing(rig: Rig) -> None:
    batch = records(*(payment(n, after_ms=n * MINUTE_MS) for n in range(1, 7)))
    rig.feed(batch)
    before = rig.ask("SELECT * FROM ledger.decisions ORDER BY 1")
    result = rig.feed(batch)

    assert result.counts == Counts(received=6, duplicate=6)
    assert rig.ask("SELECT * FROM ledger.decisions ORDER BY 1") == before
    assert rig.one("SELECT count(*) FROM ledger.duplicates") == 0
    assert rig.redis.client().zcard("tm:a:account-1") == 6
    assert len(rig.outbound.alerts) == 1


def test_a_producers_retry_under_another_sequence_number_counts_once(rig: Rig) -> None:
    rig.process(payment(), payment())
    rig.process(payment())
    rig.process(payment(2, after_ms=1_000))

    assert rig.one("SELECT count(*) FROM ledger.transactions") == 2
    assert rig.one("SELECT count(*) FROM ledger.duplicates") == 2
    assert decision(rig, 2).inputs.values["V1"]["attempts_600s"] == 2


@pytest.mark.parametrize("in_one_batch", [True, False])
def test_a_known_id_with_other_content_is_quarantined_with_an_alert(
    rig: Rig, *, in_one_batch: bool
) -> None:
    first, second = payment(), payment(amount=9_999_999)
    results = (
        [rig.process(first, second)] if in_one_batch else [rig.process(first), rig.process(second)]
    )

    assert results[-1].counts.quarantined == 1
    assert rig.ask("SELECT amount FROM ledger.transactions") == [(3_000,)]
    reason, payload = rig.ask("SELECT reason, payload FROM ledger.quarantine")[0]
    assert (reason, json.loads(bytes(payload))["amount"]) == ("conflicting_content", 9_999_999)
    assert [alert.alert_id for alert in rig.outbound.alerts] == ["conflicting_content:tx-1"]


def test_a_known_id_with_another_time_is_not_a_second_transaction(rig: Rig) -> None:
    rig.process(payment(1))
    assert rig.process(payment(1, after_ms=90 * DAY_MS)).counts.quarantined == 1
    assert rig.one("SELECT count(*) FROM ledger.transactions") == 1


def test_contradicting_content_leaves_no_trace_in_the_history(rig: Rig) -> None:
    rig.process(payment())
    rig.process(payment(amount=9_999_999, card={"token": "card-token-2"}))
    rig.process(payment(2, after_ms=1_000))

    found = decision(rig, 2).inputs.values
    assert found["V1"]["attempts_600s"] == 2
    assert found["V3"]["sum"] == 6_000
    assert found["C3"]["cards_of_account"] == 1


def test_contradicting_content_with_the_same_history_text_keeps_the_stored_one(rig: Rig) -> None:
    rig.process(payment())
    rig.process(payment(order_id="order-other"))
    rig.process(payment(2, after_ms=1_000))

    assert decision(rig, 2).inputs.values["V1"]["attempts_600s"] == 2


def test_poison_goes_to_quarantine_whole_and_the_rest_goes_on(rig: Rig) -> None:
    result = rig.process(payment(1), b"\xff\x00 not json", b"{}", payment(2))

    assert result.counts == Counts(received=4, stored=2, quarantined=2)
    assert result.failed_sequence_number is None
    assert rig.ask("SELECT reason, payload, masked FROM ledger.quarantine ORDER BY 1") == [
        ("invalid", b"{}", False),
        ("malformed", b"\xff\x00 not json", False),
    ]


def test_the_same_poison_delivered_again_is_kept_once(rig: Rig) -> None:
    batch = [record(b"{}")]
    rig.feed(batch)
    rig.feed(batch)

    assert rig.one("SELECT count(*) FROM ledger.quarantine") == 1


@pytest.mark.parametrize(("count", "refused"), [(7, 3), (130, 110)])
def test_a_record_that_only_the_ledger_refuses_is_found_and_quarantined(
    rig: Rig, count: int, refused: int
) -> None:
    with rig.database.connect() as owner:
        owner.execute(
            sql.SQL("ALTER TABLE ledger.transactions ADD CHECK (order_id <> {})").format(
                f"order-{refused}"
            )
        )
    result = rig.process(*(payment(n, after_ms=n) for n in range(1, count + 1)))

    counts = result.counts
    assert (counts.received, counts.stored, counts.quarantined) == (count, count - 1, 1)
    reason, detail, payload = rig.ask("SELECT reason, detail, payload FROM ledger.quarantine")[0]
    assert (reason, detail) == ("refused_by_ledger", "SQLSTATE 23514")
    assert json.loads(bytes(payload))["transaction_id"] == f"tx-{refused}"
    assert rig.redis.client().zcard("tm:a:account-1") == count - 1


def test_a_failing_rule_keeps_no_record_out_and_is_repeated(rig: Rig) -> None:
    class Broken:
        def __getattribute__(self, name: str) -> object:
            raise RuntimeError("secret of the record")

    object.__setattr__(rig.rules.rules["payment"][0], "parameters", Broken())
    result = rig.process(payment())

    assert (result.counts.stored, result.counts.degraded) == (1, 1)
    found = decision(rig)
    assert (found.status, set(found.not_evaluable.values())) == ("degraded", {"error"})
    assert rig.one("SELECT count(*) FROM ledger.rescore_queue") == 1


def test_an_event_from_the_future_is_clamped_for_windows_and_kept_as_sent(rig: Rig) -> None:
    ahead = payment(1, after_ms=2 * HOUR_MS)
    rig.feed([record(ahead, arrived_ms=START_MS)])
    rig.feed([record(payment(2, after_ms=10 * MINUTE_MS))])

    effective_ms, occurred = rig.ask(
        "SELECT effective_ms, occurred_at FROM ledger.transactions WHERE transaction_id = 'tx-1'"
    )[0]
    assert effective_ms == START_MS + 5 * MINUTE_MS
    assert occurred.timestamp() * 1000 == START_MS + 2 * HOUR_MS
    assert decision(rig, 2).inputs.values["V1"]["attempts_600s"] == 2


def test_a_record_a_day_late_is_stored_scored_from_the_ledger_and_completed_later(rig: Rig) -> None:
    rig.process(*(payment(n, after_ms=n * MINUTE_MS) for n in range(1, 6)))
    rig.now_ms += 30 * HOUR_MS
    rig.process(payment(90, after_ms=30 * HOUR_MS))
    late = rig.feed([record(payment(6, after_ms=6 * MINUTE_MS), arrived_ms=rig.now_ms)])

    assert (late.counts.stored, late.counts.degraded) == (1, 1)
    found = decision(rig, 6)
    assert found.fired == {"V1": 40}
    assert found.not_evaluable["C2"] == "late"
    rig.sweep(2 * MINUTE_MS)
    final = decision(rig, 6, revision=2)
    assert (final.status, final.inputs.values["C2"]["attempts"]) == ("final", 6)


def test_windows_of_later_payments_are_not_disturbed_by_a_late_one(rig: Rig) -> None:
    rig.process(payment(1, after_ms=30 * HOUR_MS))
    rig.feed([record(payment(2), arrived_ms=START_MS + 30 * HOUR_MS)])
    rig.process(payment(3, after_ms=30 * HOUR_MS + 1_000))

    assert decision(rig, 3).inputs.values["V1"]["attempts_86400s"] == 2


def test_only_payment_attempts_count_as_velocity(rig: Rig) -> None:
    rig.process(payment(1))
    rig.process(*(follow_up(n, "refund", "tx-1", after_ms=n) for n in range(2, 9)))
    rig.process(payment(9, after_ms=9_000))

    assert decision(rig, 9).inputs.values["V1"]["attempts_600s"] == 2
    assert decision(rig, 8).fired == {"F1": 45}


def test_refunds_are_counted_across_and_within_batches_once(rig: Rig) -> None:
    first = records(payment(1), follow_up(2, "refund", "tx-1", after_ms=1_000))
    rig.feed(first)
    rig.feed([*first, record(follow_up(3, "refund", "tx-1", after_ms=2_000))])

    assert decision(rig, 3).inputs.values["F1"]["refunds_30d"] == 2


def test_older_payments_come_from_the_ledger(rig: Rig) -> None:
    rig.process(*(payment(n, after_ms=n, amount=1_000) for n in range(1, 4)))
    rig.now_ms += 100 * DAY_MS
    rig.process(payment(4, after_ms=100 * DAY_MS, amount=50_000))

    found = decision(rig, 4)
    assert found.inputs.values["V2"] == {
        "amount": 50_000, "payments": 3, "mean": 1_000, "largest": 1_000,
    }  # fmt: skip
    assert found.inputs.values["D1"]["idle_days"] == 99
    assert found.fired == {"V2": 25, "D1": 25}


def test_a_large_batch_is_dealt_with_in_chunks(rig: Rig) -> None:
    result = rig.process(*(payment(n, after_ms=n) for n in range(1, 621)))

    assert result.counts.stored == 620
    assert decision(rig, 620).inputs.values["V1"]["attempts_86400s"] == 500
    assert "account" in decision(rig, 620).inputs.saturated


def test_an_empty_batch_is_nothing(rig: Rig) -> None:
    assert rig.process().counts == Counts()


def test_the_lag_is_that_of_the_oldest_record(rig: Rig) -> None:
    rig.now_ms = START_MS + 60_500
    assert rig.process(payment(1), payment(2, after_ms=50_000)).largest_lag_ms == 60_000


def test_alerts_wait_in_the_outbox_while_the_topic_is_down(rig: Rig) -> None:
    rig.outbound.broken = True
    result = rig.process(*(payment(n, after_ms=n * MINUTE_MS) for n in range(1, 7)))
    assert (result.counts.alerts_raised, result.counts.alerts_published) == (1, 0)
    assert result.failed_sequence_number is None

    rig.outbound.broken = False
    assert rig.sweep().published == 1
    assert rig.sweep().published == 0
    assert [alert.alert_id for alert in rig.outbound.alerts] == ["tx-6:review"]


def test_a_topic_that_failed_holds_the_next_batches_up_no_more(rig: Rig) -> None:
    rig.outbound.broken = True
    rig.process(*(payment(n, after_ms=n * MINUTE_MS) for n in range(1, 7)))
    rig.outbound.broken = False
    assert rig.process(payment(7, after_ms=7 * MINUTE_MS)).counts.alerts_published == 0
    rig.now_ms += PUBLISH_PAUSE_MS
    assert rig.process(payment(8, after_ms=8 * MINUTE_MS)).counts.alerts_published == 1
    assert rig.sweep().published == 2


def test_sequence_numbers_of_128_digits_are_text(rig: Rig) -> None:
    number = "9" * 128
    data = json.dumps(payment()).encode()
    rig.feed([StreamRecord(f"shardId-000000000000:{number}", number, "k", START_MS, data)])

    assert rig.one("SELECT event_id FROM ledger.transactions") == f"shardId-000000000000:{number}"
