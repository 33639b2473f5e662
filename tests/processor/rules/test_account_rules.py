"""Rules about what one account does: V1, V2, V3, A1, D1, N1, G2, S1."""

import pytest

from stack.processor.rules.sight import Profile
from tests.processor.builders import DAY_MS, HOUR_MS, MINUTE_MS, START_MS, payment
from tests.processor.rules.scenes import decision, outcome

KNOWN = Profile(payments=3, paid=3, paid_sum=9_000, largest=3_000, last_ms=0)


def payments(count: int, step_ms: int, **changes: object) -> list[dict[str, object]]:
    return [payment(n, after_ms=n * step_ms, **changes) for n in range(count)]


@pytest.mark.parametrize(
    ("count", "step_ms", "points"),
    [
        (5, MINUTE_MS, 0),
        (6, MINUTE_MS, 40),
        (10, 6 * MINUTE_MS - 1, 0),
        (11, 6 * MINUTE_MS - 1, 40),
        (20, HOUR_MS, 0),
        (21, HOUR_MS, 40),
    ],
)
def test_v1_counts_attempts_in_three_windows(count: int, step_ms: int, points: int) -> None:
    assert outcome("V1", decision(*payments(count, step_ms))) == points


def test_v1_leaves_out_what_lies_exactly_a_window_back() -> None:
    made = decision(payment(1), payment(2, after_ms=10 * MINUTE_MS))
    assert made.inputs.values["V1"]["attempts_600s"] == 1
    made = decision(payment(1), payment(2, after_ms=10 * MINUTE_MS - 1))
    assert made.inputs.values["V1"]["attempts_600s"] == 2


def test_v1_counts_declined_attempts_too() -> None:
    assert outcome("V1", decision(*payments(6, MINUTE_MS, status="declined"))) == 40


@pytest.mark.parametrize(
    ("amounts", "amount", "expected"),
    [
        ([4_000, 4_000], 90_000, "no_history"),
        ([4_000, 4_000, 4_000], 12_000, 25),
        ([4_000, 4_000, 10_000], 15_000, 25),
        ([9_000, 9_000, 9_000], 13_000, 0),
        ([1_000, 1_000, 1_000], 9_999, 0),
        ([1_000, 1_000, 1_000], 10_000, 25),
    ],
)
def test_v2_compares_with_the_accounts_own_mean_and_maximum(
    amounts: list[int], amount: int, expected: int | str
) -> None:
    earlier = [payment(n, after_ms=n, amount=yen) for n, yen in enumerate(amounts)]
    assert outcome("V2", decision(*earlier, payment(9, after_ms=9, amount=amount))) == expected


def test_v2_ignores_declined_amounts_and_uses_older_payments() -> None:
    refused = payment(1, amount=900_000, status="declined")
    made = decision(refused, payment(2, after_ms=1, amount=30_000), profile=KNOWN)
    assert made.inputs.values["V2"] == {
        "amount": 30_000, "payments": 3, "mean": 3_000, "largest": 3_000,
    }  # fmt: skip
    assert outcome("V2", made) == 25


@pytest.mark.parametrize(("last", "points"), [(100_000, 0), (100_001, 30)])
def test_v3_sums_a_day(last: int, points: int) -> None:
    earlier = [payment(n, after_ms=n, amount=100_000) for n in range(2)]
    refused = payment(8, after_ms=8, amount=100_000, status="declined")
    made = decision(*earlier, refused, payment(9, after_ms=9, amount=last))
    assert outcome("V3", made) == points


def account(**times: str) -> dict[str, object]:
    return {"id": "account-1", **times}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": 30_000}, 60),
        ({"amount": 29_999}, 0),
        ({"amount": 500, "basket": {"categories": ["gift_card"]}}, 60),
        ({"amount": 30_000, "device": {"token": "device-1"}}, 0),
        ({"amount": 30_000, "device": None}, "no_device"),
        ({"amount": 30_000, "account": account(changed_at="2026-11-21T02:59:00Z")}, 0),
        ({"amount": 30_000, "account": account(changed_at="2026-11-24T04:00:00Z")}, 0),
        ({"amount": 30_000, "account": account()}, "no_change_time"),
    ],
)
def test_a1_needs_new_device_recent_change_and_worth(
    changes: dict[str, object], expected: int | str
) -> None:
    usual = {
        "device": {"token": "device-new"},
        "account": account(changed_at="2026-11-23T12:00:00Z"),
    }
    made = decision(payment(1), payment(2, after_ms=1_000, **{**usual, **changes}))
    assert outcome("A1", made) == expected


def test_a1_does_not_judge_a_first_payment() -> None:
    made = decision(payment(1, account=account(changed_at="2026-11-24T02:00:00Z")))
    assert outcome("A1", made) == "no_history"


def test_a1_knows_devices_from_older_payments() -> None:
    changed = account(changed_at="2026-11-24T02:00:00Z")
    profile = Profile(payments=1, paid=1, device_known=True)
    made = decision(payment(1, amount=50_000, account=changed), profile=profile)
    assert outcome("A1", made) == 0


@pytest.mark.parametrize(
    ("idle_days", "amount", "expected"), [(90, 50_000, 0), (91, 50_000, 25), (91, 29_999, 0)]
)
def test_d1_wakes_up_after_ninety_days(idle_days: int, amount: int, expected: int) -> None:
    current = payment(1, amount=amount)
    profile = Profile(payments=1, last_ms=START_MS - idle_days * DAY_MS)
    made = decision(current, profile=profile)
    assert made.inputs.values["D1"]["idle_days"] == idle_days
    assert outcome("D1", made) == expected


def test_d1_has_nothing_to_say_on_a_first_payment() -> None:
    assert outcome("D1", decision(payment(1, amount=50_000))) == "no_history"


@pytest.mark.parametrize(
    ("result", "card_known", "expected"),
    [
        ("authenticated", False, -20),
        ("attempted", False, 0),
        ("failed", False, 15),
        ("absent", False, 15),
        ("failed", True, 0),
        (None, False, "no_three_d_secure"),
    ],
)
def test_n1_weighs_three_d_secure(
    result: str | None, expected: int | str, *, card_known: bool
) -> None:
    profile = Profile(payments=1, card_known=card_known)
    assert outcome("N1", decision(payment(1, three_d_secure=result), profile=profile)) == expected


def test_n1_concerns_cards_only() -> None:
    assert outcome("N1", decision(payment(1, method="konbini", card=None))) == 0
    assert outcome("N1", decision(payment(1, card=None))) == "no_card"


TOKYO = {"country": "JP", "latitude": 35.7, "longitude": 139.7}
OSAKA = {"country": "JP", "latitude": 34.7, "longitude": 135.5}
SAPPORO = {"country": "JP", "latitude": 43.1, "longitude": 141.3}


@pytest.mark.parametrize(
    ("there", "minutes", "expected"),
    [
        (OSAKA, 60, 0),
        (OSAKA, 20, 60),
        (SAPPORO, 60, 0),
        (SAPPORO, 30, 60),
        ({"country": "US"}, 60, 60),
        ({"country": "US"}, 23 * 60, 0),
        ({"country": "JP"}, 1, 0),
        ({"country": "ZZ"}, 1, "no_history"),
        ({}, 1, "no_location"),
        ({**OSAKA, "kind": "vpn"}, 1, "no_location"),
        ({**OSAKA, "kind": "mobile"}, 1, 0),
        ({"country": "US", "kind": "mobile"}, 1, 60),
    ],
)
def test_g2_finds_travel_that_is_too_fast(
    there: dict[str, object], minutes: int, expected: int | str
) -> None:
    made = decision(
        payment(1, ip={"token": "ip-token-1", **TOKYO}),
        payment(2, after_ms=minutes * MINUTE_MS, ip={"token": "ip-token-2", **there}),
    )
    assert outcome("G2", made) == expected


@pytest.mark.parametrize("kind", ["mobile", "vpn", "proxy", "tor", "hosting"])
def test_g2_passes_over_earlier_connections_without_an_exact_place(kind: str) -> None:
    placeless = payment(2, after_ms=HOUR_MS, ip={"token": "ip-token-2", **SAPPORO, "kind": kind})
    here = payment(3, after_ms=HOUR_MS + MINUTE_MS, ip={"token": "ip-token-1", **TOKYO})
    assert outcome("G2", decision(placeless, here)) == "no_history"
    home = payment(1, ip={"token": "ip-token-1", **TOKYO})
    assert outcome("G2", decision(home, placeless, here)) == 0
    osaka = payment(0, after_ms=HOUR_MS - MINUTE_MS, ip={"token": "ip-token-0", **OSAKA})
    assert outcome("G2", decision(osaka, placeless, here)) == 60


@pytest.mark.parametrize(("kind", "expected"), [("mobile", 60), ("vpn", "no_history")])
def test_g2_knows_the_country_of_mobile_connections_only(kind: str, expected: int | str) -> None:
    made = decision(
        payment(1, ip={"token": "ip-token-1", **TOKYO, "kind": kind}),
        payment(2, after_ms=HOUR_MS, ip={"token": "ip-token-2", "country": "BR"}),
    )
    assert outcome("G2", made) == expected


def test_g2_measures_great_circles() -> None:
    made = decision(
        payment(1, ip={"token": "ip-token-1", **TOKYO}),
        payment(2, after_ms=HOUR_MS, ip={"token": "ip-token-2", **SAPPORO}),
    )
    assert 825 <= made.inputs.values["G2"]["kilometres"] <= 840


@pytest.mark.parametrize(
    ("amounts", "method", "expected"),
    [
        ([1_900_000, 1_850_000, 1_800_000], "bank_transfer", 60),
        ([1_900_000, 1_850_000, 1_799_999], "bank_transfer", 60),
        ([700_000, 700_000, 599_999], "cash_on_delivery", 0),
        ([700_000, 700_000, 600_000], "cash_on_delivery", 60),
        ([2_000_000, 2_000_000, 2_000_000], "bank_transfer", 0),
        ([1_900_000, 1_900_000, 1_900_000], "card", 0),
    ],
)
def test_s1_finds_cash_payments_below_the_threshold(
    amounts: list[int], method: str, expected: int
) -> None:
    made = decision(
        *(payment(n, after_ms=n, amount=yen, method=method) for n, yen in enumerate(amounts))
    )
    assert outcome("S1", made) == expected
