"""The history text of a transaction."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stack.processor import members
from stack.processor.schema import Transaction
from tests.processor.builders import follow_up, payment


def transaction(data: dict[str, object]) -> Transaction:
    return msgspec.convert(data, Transaction, strict=False)


def member(**changes: object) -> bytes:
    return members.member_of(transaction(payment(**changes)))


JAPAN = {"token": "ip-token-1", "country": "JP"}


def test_a_member_stays_small_enough_for_redis_compact_encoding() -> None:
    longest = member(
        transaction_id="x" * 64,
        amount=9_999_999,
        ip={"token": "ip-token-1", "country": "JP", "latitude": -35.7, "longitude": -139.7},
    )
    assert len(longest) <= 64


@given(
    amount=st.integers(0, 999_999_999_999),
    status=st.sampled_from(["approved", "declined", "pending"]),
    method=st.sampled_from(["card", "konbini", "pay_later", "wallet", "points"]),
)
def test_what_was_written_can_be_read(amount: int, status: str, method: str) -> None:
    text = member(amount=amount, status=status, method=method)
    assert members.amount(text) == amount
    assert members.method(text) == method
    assert members.amounts([text, text]) == [amount, amount]
    assert members.attempts([text]) == 1
    assert members.declined([text]) == (status == "declined")
    assert members.paid([text]) == ([] if status == "declined" else [text])
    assert members.slips([text]) == (status == "pending" and method == "konbini")
    assert members.captured_slips([text]) == 0
    assert members.CARD(text) == members.tag("card-token-1")
    assert members.ACCOUNT(text) == members.tag("account-1")
    assert members.ADDRESS(text) == members.tag("address-1")
    assert members.RECIPIENT(text) == members.tag("recipient-1")
    assert members.DEVICE(text) == members.tag("device-1")


@given(amount=st.integers(0, 999_999_999_999), limit=st.integers(0, 9_999_999))
@example(amount=500, limit=500)
@example(amount=501, limit=500)
@example(amount=1000, limit=999)
def test_small_attempts_are_those_up_to_the_limit(amount: int, limit: int) -> None:
    small = members.small_attempts([member(amount=amount), member(amount=0)], limit)
    assert small == (amount <= limit) + 1


def test_tokens_are_counted_once_and_absent_ones_not_at_all() -> None:
    one, other, none = member(), member(card={"token": "card-token-2"}), member(card=None)
    assert members.distinct([], members.CARD) == 0
    assert members.distinct([none], members.CARD) == 0
    assert members.distinct([one], members.CARD) == 1
    assert members.distinct([one, other, none, one], members.CARD) == 2


@pytest.mark.parametrize(
    ("ip", "country", "point"),
    [
        (None, "", None),
        ({"token": "ip-token-1"}, "", None),
        ({"token": "ip-token-1", "country": "JP"}, "JP", None),
        ({**JAPAN, "latitude": 35.68, "longitude": 139.0}, "JP", (35.7, 139.0)),
        ({**JAPAN, "latitude": -90, "longitude": -180}, "JP", (-90.0, -180.0)),
        ({**JAPAN, "latitude": 90, "longitude": 180}, "JP", (90.0, 180.0)),
        ({**JAPAN, "latitude": 35.7, "longitude": 139.7, "kind": "mobile"}, "JP", None),
        ({**JAPAN, "latitude": 35.7, "longitude": 139.7, "kind": "vpn"}, "", None),
        ({**JAPAN, "latitude": 35.7, "longitude": 139.7, "kind": "business"}, "JP", (35.7, 139.7)),
    ],
)
def test_a_place_is_a_country_and_perhaps_a_point(
    ip: dict[str, object] | None, country: str, point: tuple[float, float] | None
) -> None:
    place = members.place(member(ip=ip))
    assert members.country(place) == country
    assert members.point(place) == point


def test_the_text_depends_on_the_content_alone() -> None:
    assert member() == member(three_d_secure=None) != member(amount=1) != member(number=2)


def test_absent_entities_share_one_mark() -> None:
    assert members.CARD(member(card=None)) == members.NO_TAG


def test_only_attempts_and_paid_slips_enter_the_history() -> None:
    def entry(data: dict[str, object]) -> object:
        return members.entry_of(transaction(data), 5)

    assert entry(payment()) == (5, member())
    assert entry(follow_up(2, "refund", "tx-1")) is None
    assert entry(follow_up(2, "capture", "tx-1")) is None
    slip = follow_up(2, "capture", "tx-1", method="konbini")
    text = members.member_of(transaction(slip))
    assert entry(slip) == (5, text)
    assert members.captured_slips([text]) == 1
    assert members.attempts([text]) == 0
    assert members.paid([text]) == []
    assert members.small_attempts([text], 999_999_999_999) == 0
