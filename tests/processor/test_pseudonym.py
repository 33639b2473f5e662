"""Variant spellings give one token, and nothing gives anything away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack.processor.card_number import holds_card_number
from stack.processor.pseudonym import normalised, pseudonym

KEY = bytes(range(32))


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "渋谷区神南1-2-3", "渋谷区神南１－２－３", "渋谷区神南1丁目2番3号",
            "渋谷区 神南1ー2ー3", "渋谷区神南1の2の3", "渋谷区神南1丁目2番地3",
            "渋谷区神南１丁目２番地の３",
        ],
        ["ヤマダ タロウ", "ﾔﾏﾀﾞﾀﾛｳ", "やまだ　たろう", "ヤマダ・タロウ"],
        ["Taro.Yamada@Example.jp", "taro.yamada@example.jp"],
    ],
)  # fmt: skip
def test_variant_spellings_are_one(spellings: list[str]) -> None:
    assert len({pseudonym(KEY, "address", spelling) for spelling in spellings}) == 1


def test_a_phone_number_is_its_digits() -> None:
    spellings = ["03-1234-5678", "０３（１２３４）５６７８", "0312345678", "+81 3-1234-5678"]
    assert len({pseudonym(KEY, "phone", spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("1-23", "12-3"), ("神南1-2", "神南1-3"), ("ハナ", "バナ"), ("番町1", "町1")]
)
def test_different_places_stay_different(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_kind_and_key_matter() -> None:
    pairs = ((KEY, "email"), (KEY, "phone"), (KEY[::-1], "email"))
    tokens = {pseudonym(key, kind, "a") for key, kind in pairs}
    assert len(tokens) == 3


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        pseudonym(b"short", "email", "a")


@given(st.text())
def test_every_text_has_a_token_that_the_schema_takes(text: str) -> None:
    token = pseudonym(KEY, "recipient", text)
    assert len(token) == 26
    assert token.isascii()
    assert token.isalnum()
    assert not holds_card_number(token.encode())
