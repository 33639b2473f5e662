"""The ledger gives the same decisions as the stream did, and others to other rules."""

import json
import random
from datetime import timedelta

import pytest

from stack.processor.backtest import Comparison, backtest
from stack.processor.intake import Accepted, take_in
from stack.processor.records import StreamRecord
from stack.processor.ruleset import DEFAULT_RULES, RuleSet, parse_rules
from tests.processor.builders import MINUTE_MS, START, Rig, follow_up, payment, record

HOURS = 40
COUNT = 1_500


def run(rig: Rig, rules: RuleSet, hours: float = HOURS) -> list[Comparison]:
    with rig.connect() as connection:
        return list(backtest(connection, rules, START, START + timedelta(hours=hours)))


def crowd(count: int, seed: int) -> list[dict[str, object]]:
    """Payments and slips of few accounts, cards and places: hot keys and ties everywhere."""
    chance = random.Random(seed)  # noqa: S311  # a test's randomness
    moments = sorted(chance.randrange(HOURS * 3_600) * 1_000 for _ in range(count))

    def one(number: int, after_ms: int) -> dict[str, object]:
        pick = chance.randrange
        konbini = pick(6) == 0
        return payment(
            number,
            after_ms=after_ms,
            amount=pick(1, 60) * 500,
            account={"id": f"account-{pick(40)}"},
            method="konbini" if konbini else "card",
            status="pending" if konbini else chance.choice(["approved", "declined"]),
            card=None
            if konbini
            else {"token": f"card-token-{pick(30)}", "bin": f"4597{pick(3):04d}"},
            device={"token": f"device-{pick(30)}"},
            ip={"token": f"ip-token-{pick(20)}", "country": chance.choice(["JP", "US"])},
            ship_to={"address": f"address-{pick(25)}", "recipient": f"recipient-{pick(25)}"},
            basket={"coupon": "sign_up"} if pick(9) == 0 else None,
        )

    return [one(number, after_ms) for number, after_ms in enumerate(moments)]


def with_paid_slips(stream: list[dict[str, object]]) -> list[dict[str, object]]:
    paid = [
        follow_up(
            f"paid-{one['order_id']}", "capture", str(one["transaction_id"]), method="konbini",
            occurred_at=one["occurred_at"], account=one["account"], device=one["device"],
        )
        for one in stream if one["method"] == "konbini" and int(str(one["amount"])) > 15_000
    ]  # fmt: skip
    return stream + paid


def in_order(stream: list[dict[str, object]]) -> list[StreamRecord]:
    """By event time, and what happened in the same millisecond by its history text."""
    items = [take_in(record(one)) for one in stream]
    accepted = [item for item in items if isinstance(item, Accepted)]
    return [item.record for item in sorted(accepted, key=lambda item: item.entry or (0, b""))]


@pytest.mark.parametrize(("batch", "count"), [(1, 300), (7, COUNT), (25, COUNT)])
def test_history_and_ledger_agree_on_every_value_of_every_decision(
    rig: Rig, batch: int, count: int
) -> None:
    stream = in_order(with_paid_slips(crowd(count, seed=batch)))
    for at in range(0, len(stream), batch):
        portion = stream[at : at + batch]
        rig.now_ms = portion[0].arrived_at_ms
        rig.feed(portion)

    compared = run(rig, rig.rules)
    assert len(compared) == count
    different = [one for one in compared if one.stored != one.new]
    assert different == []
    fired = {rule for one in compared for rule in one.new.fired}
    assert {"C3", "C4", "K1", "R2", "G2"} <= fired


def test_a_tighter_rule_shows_what_it_would_have_done(rig: Rig) -> None:
    rig.process(*(payment(n, after_ms=n * MINUTE_MS) for n in range(4)))
    configuration = json.loads(DEFAULT_RULES.read_text(encoding="utf-8"))
    configuration["rules"]["V1"]["parameters"]["tiers"][0]["more_than"] = 2
    compared = run(rig, parse_rules(json.dumps(configuration)))
    assert [one.stored.fired for one in compared] == [{}] * 4
    assert [one.new.fired for one in compared] == [{}, {}, {"V1": 40}, {"V1": 40}]
    assert [one.transaction_id for one in compared] == ["tx-0", "tx-1", "tx-2", "tx-3"]


def test_the_end_is_open_and_pages_do_not_repeat(rig: Rig) -> None:
    rig.process(
        *(payment(n, after_ms=n // 3, account={"id": f"account-{n}"}) for n in range(1_200))
    )
    rig.process(payment("end", after_ms=60_000))
    names = [one.transaction_id for one in run(rig, rig.rules, hours=1 / 60)]
    assert len(names) == len(set(names)) == 1_200
