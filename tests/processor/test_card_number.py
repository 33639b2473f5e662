"""Card numbers are found wherever they stand, and nothing else is taken for one."""

import json
import uuid
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack.processor.card_number import holds_card_number, masked
from tests.processor.builders import payment

# Numbers that the card brands publish for tests.
VISA = "4111111111111111"
AMEX = "378282246310005"
JCB = "3530111333300000"
NUMBERS = [VISA, "5555555555554444", "2223003122003222", AMEX, JCB, "6011111111111117",
           "6200000000000005", "30569309025904", "4222222222222"]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_every_brands_number_is_found(number: str) -> None:
    assert holds_card_number(f'{{"account": {{"id": "{number}"}}}}'.encode())


@pytest.mark.parametrize(
    "text",
    [
        VISA,
        f"card {VISA} exp 12/27",
        "4111-1111-1111-1111",
        "4111 1111 1111 1111",
        "4111.1111.1111.1111",
        "4111  1111  1111  1111",
        "3782 822463 10005",
        "4111 1111 1111 1111 12 27",
        f"{VISA}1227",
        f"00{VISA}",
        f"tok_{VISA}",
        f"a{VISA}b",
        "４１１１１１１１１１１１１１１１",
        "٤١١١١١١١١١١١١١١١",
        "4111\u20111111\u20111111\u20111111",
        "4111\u200b1111\u200b1111\u200b1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    ],
)
def test_separators_scripts_and_neighbours_do_not_hide_a_number(text: str) -> None:
    assert holds_card_number(json.dumps({"note": text}, ensure_ascii=False).encode())
    assert holds_card_number(json.dumps({"note": text}).encode())


@pytest.mark.parametrize(
    "payload",
    [
        f'{{"amount": {VISA}}}'.encode(),
        f'{{"{VISA}": 1}}'.encode(),
        f'{{"a": [{{"b": "x", "c": ["{VISA}"]}}]}}'.encode(),
        f'{{"a": "{VISA}", "a": "x"}}'.encode(),
        rb'{"a": "\u0034111111111111111"}',
        rb'{"a": "4111\/1111\/1111\/1111"}',
        f"not json {VISA}".encode(),
        VISA.encode("utf-16"),
        b"\xff" + VISA.encode(),
        b"9" * 70,
    ],
)
def test_place_and_encoding_do_not_hide_a_number(payload: bytes) -> None:
    assert holds_card_number(payload)


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "411111111111",
        "2026-11-24T05:34:15.123456789+09:00",
        "order-20261124-000001",
        "03-1234-5678",
        "978-4-10-109205-8",
        "999999999999",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_card_number(json.dumps({"note": text}).encode())


@given(st.uuids(version=4))
def test_uuids_are_never_taken_for_cards(identity: uuid.UUID) -> None:
    assert not holds_card_number(f'{{"transaction_id": "{identity}"}}'.encode())


@given(st.binary(max_size=8))
def test_digests_are_never_taken_for_cards(data: bytes) -> None:
    assert not holds_card_number(f'{{"token": "{sha256(data).hexdigest()}"}}'.encode())


@given(st.binary(max_size=200))
def test_any_bytes_can_be_searched_and_masked(payload: bytes) -> None:
    holds_card_number(payload)
    assert not any(character.isdecimal() for character in masked(payload).decode())


def test_a_masked_payload_shows_its_shape_and_no_digit() -> None:
    text = json.dumps({"transaction_id": "tx-17", "card": "４111-1111-1111-1111"})
    assert masked(text.encode()) == b'{"transaction_id": "tx-##", "card": "####-####-####-####"}'


def test_no_amount_of_the_schema_is_as_long_as_a_card_number() -> None:
    largest = payment(amount=999_999_999_999)
    assert not holds_card_number(json.dumps(largest).encode())


def test_a_megabyte_of_digits_and_separators_is_searched_in_good_time() -> None:
    assert holds_card_number(b"1 " * 500_000)
    assert not holds_card_number(b"x1y" * 300_000)
