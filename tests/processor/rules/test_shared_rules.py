"""Rules about what accounts share: C1 to C4, R1, R2, K1, K2, P1, G1, F1, L1."""

import pytest

from stack.processor.rules.sight import Profile, Refunds, Risk
from tests.processor.builders import HOUR_MS, MINUTE_MS, follow_up, payment
from tests.processor.rules.scenes import decision, outcome

Record = dict[str, object]


def buyer(number: int, **changes: object) -> Record:
    """A payment of another account, with nothing in common unless `changes` say so."""
    own = {
        "account": {"id": f"account-{number}"},
        "card": {"token": f"card-token-{number}", "bin": f"4000{number:04d}"},
        "device": {"token": f"device-{number}"},
        "ip": {"token": f"ip-token-{number}", "country": "JP"},
        "ship_to": {"address": f"address-{number}", "recipient": f"recipient-{number}"},
    }
    return payment(number, after_ms=number * 1_000, **{**own, **changes})


@pytest.mark.parametrize(("count", "amount", "expected"), [(4, 500, 0), (5, 500, 75), (5, 501, 0)])
@pytest.mark.parametrize(
    "shared", [{"device": {"token": "device-0"}}, {"ip": {"token": "ip-token-0"}}]
)
def test_c1_counts_small_attempts_of_one_device_or_address(
    count: int, amount: int, expected: int, shared: Record
) -> None:
    made = decision(*(buyer(n, amount=amount, **shared) for n in range(count)))
    assert outcome("C1", made) == expected


def test_c1_does_not_count_addresses_of_mobile_carriers() -> None:
    shared = {"ip": {"token": "ip-token-0", "kind": "mobile"}}
    assert outcome("C1", decision(*(buyer(n, amount=100, **shared) for n in range(9)))) == 0


def test_c1_does_not_count_what_is_older_than_ten_minutes() -> None:
    old = [payment(n, after_ms=n, amount=100) for n in range(4)]
    assert outcome("C1", decision(*old, payment(9, after_ms=11 * MINUTE_MS, amount=100))) == 0


@pytest.mark.parametrize(
    ("declined", "approved", "expected"), [(20, 0, 0), (21, 5, 75), (21, 6, 0), (84, 21, 75)]
)
def test_c1_counts_refusals_of_a_member_at_an_error_rate(
    declined: int, approved: int, expected: int
) -> None:
    states = ["approved"] * approved + ["declined"] * declined
    made = decision(*(payment(n, after_ms=n * MINUTE_MS, status=s) for n, s in enumerate(states)))
    assert outcome("C1", made) == expected


def test_c2_finds_many_refused_cards_of_one_issuer() -> None:
    def attack(cards: int, approved: int) -> list[Record]:
        states = ["approved"] * approved + ["declined"] * cards
        return [
            buyer(n, status=s, card={"token": f"card-token-{n}", "bin": "45971234"})
            for n, s in enumerate(states)
        ]

    assert outcome("C2", decision(*attack(9, 0))) == 0
    assert outcome("C2", decision(*attack(10, 0))) == 75
    assert outcome("C2", decision(*attack(10, 2))) == 75
    assert outcome("C2", decision(*attack(10, 3))) == 0


def test_c2_needs_the_issuer_and_concerns_cards() -> None:
    assert outcome("C2", decision(payment(1, card={"token": "card-token-1"}))) == "no_card"
    assert outcome("C2", decision(payment(1, method="konbini", card=None))) == 0


@pytest.mark.parametrize(
    "shared", [{"account": {"id": "account-0"}}, {"device": {"token": "device-0"}}]
)
@pytest.mark.parametrize(("cards", "expected"), [(3, 0), (4, 60)])
def test_c3_counts_cards_of_an_account_or_device(cards: int, expected: int, shared: Record) -> None:
    assert outcome("C3", decision(*(buyer(n, **shared) for n in range(cards)))) == expected


@pytest.mark.parametrize(
    ("shared", "accounts"),
    [
        ({"card": {"token": "card-token-0"}}, 3),
        ({"device": {"token": "device-0"}}, 5),
        ({"ship_to": {"address": "address-0"}}, 5),
    ],
)
def test_c4_counts_accounts_of_a_card_device_or_address(shared: Record, accounts: int) -> None:
    assert outcome("C4", decision(*(buyer(n, **shared) for n in range(accounts - 1)))) == 0
    assert outcome("C4", decision(*(buyer(n, **shared) for n in range(accounts)))) == 60


def test_c4_does_not_count_lockers() -> None:
    shared = {"ship_to": {"address": "address-0", "kind": "locker"}}
    assert outcome("C4", decision(*(buyer(n, **shared) for n in range(9)))) == 0


@pytest.mark.parametrize(
    ("basket", "amount", "payments", "expected"),
    [
        ({"categories": ["game_console"], "quantity": 3}, 1_000, 5, 20),
        ({"categories": ["game_console"], "quantity": 2}, 90_000, 5, 0),
        ({"categories": ["game_console"], "quantity": 2}, 90_000, 0, 20),
        ({"categories": ["game_console"], "quantity": 2}, 49_999, 0, 0),
        ({"categories": ["game_console"], "quantity": 3}, 49_999, 0, 20),
        ({"categories": ["game_console"], "quantity": 3}, 50_000, 0, 30),
        ({"categories": ["other"], "quantity": 9}, 90_000, 0, 0),
        (None, 90_000, 0, "no_basket"),
    ],
)
def test_r1_looks_at_goods_that_resell(
    basket: Record | None, amount: int, payments: int, expected: int | str
) -> None:
    made = decision(payment(1, basket=basket, amount=amount), profile=Profile(payments=payments))
    assert outcome("R1", made) == expected


def test_r2_counts_names_at_one_address() -> None:
    def deliveries(names: int, kind: str | None = None) -> list[Record]:
        place = {"address": "address-0"} | ({"kind": kind} if kind else {})
        return [buyer(n, ship_to={**place, "recipient": f"recipient-{n}"}) for n in range(names)]

    assert outcome("R2", decision(*deliveries(2))) == 0
    assert outcome("R2", decision(*deliveries(3))) == 30
    assert outcome("R2", decision(*deliveries(4))) == 60
    assert outcome("R2", decision(*deliveries(4, "locker"))) == 0
    assert outcome("R2", decision(*deliveries(1, "forwarder"))) == 20
    assert outcome("R2", decision(*deliveries(3, "vacant"))) == 50
    assert outcome("R2", decision(payment(1, ship_to=None))) == "no_ship_to"


SLIP = {"method": "konbini", "status": "pending", "card": None, "three_d_secure": None}


def test_k1_counts_unpaid_slips_of_a_device_or_account() -> None:
    for shared in ({"device": {"token": "device-0"}}, {"account": {"id": "account-0"}}):
        slips = [buyer(n, **SLIP, **shared) for n in range(4)]
        assert outcome("K1", decision(*slips[:2])) == 0
        assert outcome("K1", decision(*slips[:3])) == 30
        assert outcome("K1", decision(*slips)) == 45


def test_k1_takes_paid_slips_off() -> None:
    paid = follow_up(
        9, "capture", "tx-1", after_ms=500, method="konbini", device={"token": "device-1"}
    )
    slips = [payment(n, after_ms=n, **SLIP) for n in range(3)]
    made = decision(*slips, paid, payment(10, after_ms=600, **SLIP, device={"token": "device-2"}))
    assert made.inputs.values["K1"] == {"unpaid": 3, "issued": 4, "voucher": False}
    made = decision(*slips[:2], paid, payment(11, after_ms=600, **SLIP))
    assert outcome("K1", made) == 0


def test_k1_looks_closer_at_slips_for_vouchers() -> None:
    made = decision(payment(1, **SLIP, basket={"categories": ["gift_card"]}))
    assert outcome("K1", made) == 15


def test_k1_reviews_three_unpaid_slips_for_vouchers() -> None:
    slips = [payment(n, after_ms=n, **SLIP, basket={"categories": ["e_money"]}) for n in range(3)]
    made = decision(*slips)
    assert outcome("K1", made) == 45
    assert made.band == "review"


def test_k1_concerns_konbini_only() -> None:
    assert (
        outcome("K1", decision(*(payment(n, after_ms=n, status="pending") for n in range(9)))) == 0
    )


@pytest.mark.parametrize(
    ("largest", "amount", "addresses", "expected"),
    [(900, 4_000, 2, 45), (1_501, 4_000, 2, 0), (900, 3_999, 2, 0), (900, 4_000, 1, 0)],
)
def test_k2_finds_trust_that_was_bought_cheaply(
    largest: int, amount: int, addresses: int, expected: int
) -> None:
    later = {"method": "pay_later", "card": None, "three_d_secure": None}
    orders = [
        payment(n, after_ms=n, amount=4_100, **later, ship_to={"address": f"address-{n}"})
        for n in range(addresses - 1)
    ]
    current = payment(9, after_ms=9, amount=amount, **later, ship_to={"address": "address-9"})
    profile = Profile(payments=1, paid=1, paid_sum=largest, largest=largest)
    assert outcome("K2", decision(*orders, current, profile=profile)) == expected


DEFERRED: Record = {"method": "pay_later", "card": None, "three_d_secure": None}


def deferred(number: int, amount: int, **changes: object) -> Record:
    address = {"address": f"address-{number}"}
    own = {**DEFERRED, "amount": amount, "ship_to": address}
    return payment(number, after_ms=number, **{**own, **changes})


@pytest.mark.parametrize("between", [3_999, 4_100, 90_000])
def test_k2_takes_the_days_larger_deferred_orders_for_debts(between: int) -> None:
    orders = [deferred(1, 980), deferred(2, between), deferred(3, 4_000)]
    assert outcome("K2", decision(*orders)) == 45


def test_k2_takes_money_that_was_paid_for_a_reputation() -> None:
    paid = payment(2, after_ms=2, amount=5_000)
    assert outcome("K2", decision(deferred(1, 980), paid, deferred(3, 4_000))) == 0
    refused = payment(2, after_ms=2, amount=5_000, status="declined")
    assert outcome("K2", decision(deferred(1, 980), refused, deferred(3, 4_000))) == 45


def test_k2_cannot_judge_by_debts_alone() -> None:
    assert outcome("K2", decision(deferred(1, 4_100), deferred(2, 4_100))) == "no_history"


def test_k2_cannot_judge_an_account_without_payments() -> None:
    made = decision(payment(1, method="cash_on_delivery", card=None, amount=9_000))
    assert outcome("K2", made) == "no_history"


@pytest.mark.parametrize(
    ("used", "signed_in_at", "device", "expected"),
    [
        (2_400, "2026-11-24T02:55:00Z", "device-new", 60),
        (2_399, "2026-11-24T02:55:00Z", "device-new", 0),
        (2_400, "2026-11-24T02:50:00Z", "device-new", 0),
        (2_400, "2026-11-24T02:55:00Z", "device-1", 0),
        (2_400, None, "device-new", "no_sign_in_time"),
        (0, None, "device-new", 0),
    ],
)
def test_p1_finds_points_spent_right_after_signing_in_on_a_new_device(
    used: int, signed_in_at: str | None, device: str, expected: int | str
) -> None:
    account = {"id": "account-1"} | ({"signed_in_at": signed_in_at} if signed_in_at else {})
    made = decision(
        payment(1, after_ms=-HOUR_MS),
        payment(2, account=account, basket={"points_used": used}, device={"token": device}),
    )
    assert outcome("P1", made) == expected


def test_p1_counts_accounts_with_a_sign_up_coupon_on_one_device() -> None:
    def sign_ups(count: int, coupon: str) -> list[Record]:
        shared = {"device": {"token": "device-0"}, "basket": {"coupon": coupon}}
        return [buyer(n, **shared) for n in range(count)]

    assert outcome("P1", decision(*sign_ups(2, "sign_up"))) == 0
    assert outcome("P1", decision(*sign_ups(3, "sign_up"))) == 60
    assert outcome("P1", decision(*sign_ups(3, "other"))) == 0


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ({"country": "JP"}, 0),
        ({"country": "JP", "kind": "vpn"}, 10),
        ({"country": "JP", "kind": "tor"}, 30),
        ({"country": "US"}, 25),
        ({"country": "US", "kind": "hosting"}, 40),
        ({}, "no_ip"),
    ],
)
def test_g1_adds_up_signs_of_a_foreign_or_hidden_origin(ip: Record, expected: int | str) -> None:
    made = decision(payment(1, ip={"token": "ip-token-1", **ip}))
    assert outcome("G1", made) == expected


@pytest.mark.parametrize(
    ("refunds", "payments", "expected"), [(1, 1, 0), (2, 7, 0), (2, 6, 45), (3, 100, 45)]
)
def test_f1_counts_refunds_and_their_share(refunds: int, payments: int, expected: int) -> None:
    made = decision(follow_up(1, "refund", "tx-0"), refunds=Refunds(refunds, payments))
    assert outcome("F1", made) == expected


def test_f1_distrusts_another_instrument_and_concerns_refunds_only() -> None:
    refund = follow_up(1, "refund", "tx-0", refund_to_other_instrument=True)
    assert outcome("F1", decision(refund, refunds=Refunds(1, 10))) == 40
    assert outcome("F1", decision(payment(1), refunds=Refunds(9, 9))) == 0


NONE = (0, 0)


def risk(
    day: tuple[int, int] = NONE,
    week: tuple[int, int] = NONE,
    month: tuple[int, int] = NONE,
    *,
    confirmed: bool = False,
) -> Risk:
    """Frauds and transactions of each period."""
    periods = (day, week, month)
    return Risk(confirmed, tuple(n for _, n in periods), tuple(n for n, _ in periods))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, 0),
        ({"device:d": risk(week=(1, 1))}, 45),
        ({"device:d": risk(week=(1, 8))}, 10),
        ({"device:d": risk(week=(1, 9))}, 0),
        ({"address:a": risk(month=(2, 2))}, 40),
        ({"email:e": risk(day=(1, 1), week=(1, 2), month=(1, 3))}, 50),
        ({"merchant:m": risk(week=(1, 1))}, 22),
        ({"merchant:m": risk(week=(3, 3))}, 45),
        ({"network:n": risk(week=(7, 7), month=(7, 30))}, 63),
        ({"bin:b": risk(week=(1, 7))}, 0),
        ({"merchant:m": risk(week=(500, 100_000))}, 0),
        ({"card:c": risk(confirmed=True)}, 95),
    ],
)
def test_l1_adds_points_by_the_share_of_confirmed_fraud(
    found: dict[str, Risk], expected: int
) -> None:
    assert outcome("L1", decision(payment(1), risks=found)) == expected


def test_l1_shows_the_entity_that_gave_most_points() -> None:
    found = {
        "device:d": risk(week=(1, 1)),
        "address:a": risk(week=(9, 10), month=(9, 11)),
        "merchant:m": risk(week=(500, 100_000)),
    }
    made = decision(payment(1), risks=found)
    assert outcome("L1", made) == 73
    assert made.inputs.values["L1"] == {
        "confirmed": False, "entity": "address", "frauds_1d": 0, "transactions_1d": 0,
        "frauds_7d": 9, "transactions_7d": 10, "frauds_30d": 9, "transactions_30d": 11,
    }  # fmt: skip


def test_l1_ranks_a_fresh_outbreak_above_an_old_one() -> None:
    fresh = risk(day=(2, 2), week=(4, 7), month=(4, 30))
    ended = risk(day=(0, 2), week=(4, 7), month=(20, 30))
    points = [
        outcome("L1", decision(payment(1), risks={"merchant:m": one})) for one in (fresh, ended)
    ]
    assert points == [40, 36]
