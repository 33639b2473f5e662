"""From bytes to a transaction, or to the reason why not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack.processor.intake import Accepted, Rejected, take_in
from tests.processor.builders import START_MS, follow_up, payment, record

CANARY = "CANARY-personal-data"


def refused(data: dict[str, object] | bytes) -> Rejected:
    taken = take_in(record(data, arrived_ms=START_MS))
    assert isinstance(taken, Rejected), taken
    return taken


def accepted(data: dict[str, object], arrived_ms: int = START_MS) -> Accepted:
    taken = take_in(record(data, arrived_ms=arrived_ms))
    assert isinstance(taken, Accepted), taken
    return taken


@pytest.mark.parametrize(
    "amount", [12_800.5, 12_800.0, "12800", "¥12,800", -1, True, None, 10**12, 10**15, [1], {}]
)
def test_an_amount_is_whole_yen_or_nothing(amount: object) -> None:
    taken = refused({**payment(), "amount": amount})
    assert taken.reason == "invalid"
    assert "$.amount" in taken.detail


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "USD"},
        {"currency": None},
        {"occurred_at": "2026-11-24T12:00:00"},
        {"occurred_at": 1_764_000_000},
        {"account": {"id": "x y z 12"}},
        {"account": {"id": "short"}},
        {"account": {"id": "a" * 65}},
        {"account": {"id": "田中太郎田中太郎"}},
        {"account": {"id": "account-1\n"}},
        {"account": {"id": 'account-1"}'}},
        {"account": {"id": "taro@example.jp"}},
        {"card": {"token": "card-token-1", "bin": "4597123"[:5]}},
        {"card": {"token": "card-token-1", "bin": "4597x234"}},
        {"ip": {"token": "ip-token-1", "country": "jp"}},
        {"ip": {"token": "ip-token-1", "country": "J1"}},
        {"ip": {"token": "ip-token-1", "latitude": 91}},
        {"event": "void"},
        {"status": "unknown"},
        {"transaction_id": ""},
        {"unknown_field": 1},
        {"original_transaction_id": "tx-0"},
        {"chargeback_reason": "fraud"},
        {"basket": {"quantity": 0}},
    ],
)
def test_what_does_not_fit_the_schema_is_invalid(changes: dict[str, object]) -> None:
    assert refused(payment(**changes)).reason == "invalid"


def test_events_after_a_payment_name_it() -> None:
    assert refused(follow_up(2, "refund", "tx-1", original_transaction_id=None)).reason == "invalid"
    assert refused(follow_up(2, "chargeback", "tx-1")).reason == "invalid"
    accepted(follow_up(2, "chargeback", "tx-1", chargeback_reason="fraud"))


@pytest.mark.parametrize("payload", [b"", b"\x00", b"{", b"\xff\xfe", b'{"schema_version": 1'])
def test_what_is_no_json_is_malformed(payload: bytes) -> None:
    taken = refused(payload)
    assert (taken.reason, taken.payload) == ("malformed", payload)


@pytest.mark.parametrize("payload", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 12, b"null-"])
def test_no_depth_and_no_shape_gets_through(payload: bytes) -> None:
    assert refused(payload).payload == payload


@pytest.mark.parametrize("payload", [b"null", b"[]", b'"text"', b"1", b"{}"])
def test_json_that_is_no_transaction_is_invalid(payload: bytes) -> None:
    assert refused(payload).reason == "invalid"


def test_a_later_schema_is_told_apart_so_that_it_can_be_redriven() -> None:
    assert refused(payment(schema_version=2)).reason == "unknown_version"


def test_a_card_number_masks_the_payload_and_counts_before_all_else() -> None:
    taken = refused(payment(schema_version=2, memo="4111 1111 1111 1111"))
    assert (taken.reason, taken.masked) == ("card_number", True)
    assert not any(character.isdigit() for character in taken.payload.decode())


@pytest.mark.parametrize(
    "changes",
    [
        {"event": CANARY},
        {CANARY: 1},
        {"account": {"id": "account-1", CANARY: 1}},
        {"occurred_at": CANARY},
        {"amount": CANARY},
        {"card": CANARY},
        {"basket": {"categories": [CANARY]}},
        {"ip": {"token": "ip-token-1", "country": CANARY}},
        {"account": {"id": CANARY + " "}},
    ],
)
def test_the_detail_repeats_nothing_that_the_record_says(changes: dict[str, object]) -> None:
    assert CANARY not in refused(payment(**changes)).detail


@given(st.binary(max_size=300))
def test_no_bytes_raise(payload: bytes) -> None:
    take_in(record(payload))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ),
    st.sampled_from(sorted(payment())),
)
def test_no_value_of_any_member_raises(value: object, member: str) -> None:
    take_in(record(json.dumps({**payment(), member: value}).encode()))


def test_the_same_content_is_the_same_document_whatever_its_layout() -> None:
    plain = payment()
    turned = json.dumps(dict(reversed(plain.items())), indent=3).encode()
    with_default = {**plain, "status": "approved", "refund_to_other_instrument": False}
    documents = {accepted(plain).document, accepted(with_default).document}
    taken = take_in(record(turned))
    assert isinstance(taken, Accepted)
    assert documents == {taken.document}


@pytest.mark.parametrize(("ahead_ms", "kept_ms"), [(300_000, 300_000), (300_001, 300_000)])
def test_event_time_is_clamped_to_five_minutes_after_arrival(ahead_ms: int, kept_ms: int) -> None:
    assert accepted(payment(after_ms=ahead_ms)).at_ms == START_MS + kept_ms


def test_event_times_of_any_zone_are_the_same_instant() -> None:
    times = ["2026-11-24T12:00:00+09:00", "2026-11-24T03:00:00Z", "2026-11-23T22:00:00-05:00"]
    assert {accepted(payment(occurred_at=time)).at_ms for time in times} == {START_MS}
