"""Repairing, scoring again and publishing, step by step and all together."""

import msgspec
import pytest

from stack.processor.decision import Decision
from stack.processor.history import PAUSE_MS
from stack.processor.restoring import SETTLING_MS, warm_up
from tests.processor.builders import HOUR_MS, MINUTE_MS, START_MS, Rig, payment
from tests.processor.test_processor import decision


def final(rig: Rig, number: int | str) -> Decision:
    document = rig.one(
        "SELECT document FROM ledger.decisions WHERE transaction_id = %s "
        "ORDER BY revision DESC LIMIT 1",
        f"tx-{number}",
    )
    return msgspec.json.decode(document, type=Decision)


def minutes(*numbers: int) -> list[dict[str, object]]:
    return [payment(n, after_ms=n * MINUTE_MS) for n in numbers]


def queue(rig: Rig) -> list[tuple[object, ...]]:
    return rig.ask("SELECT history_missing, score_missing FROM ledger.rescore_queue")


def test_an_outage_of_redis_costs_no_record_and_no_score(own_rig: Rig) -> None:
    own_rig.process(*minutes(1, 2))
    own_rig.redis.kill()
    result = own_rig.process(*minutes(3, 4, 5, 6))

    assert result.failed_sequence_number is None
    counts = result.counts
    assert (counts.stored, counts.degraded, counts.history_unavailable) == (4, 4, 1)
    assert decision(own_rig, 6).fired == {"V1": 40}
    assert decision(own_rig, 6).not_evaluable["C2"] == "history_unavailable"

    own_rig.redis.start()
    own_rig.know_all_history()
    report = own_rig.sweep(2 * MINUTE_MS)
    assert (report.history_restored, report.rescored) == (4, 4)
    assert queue(own_rig) == []
    assert final(own_rig, 6).status == "final"
    assert final(own_rig, 6).inputs.values["C2"]["attempts"] == 6
    assert own_rig.redis.client().zcard("tm:a:account-1") == 6 - 2


def test_scores_are_repeated_while_redis_is_still_away(own_rig: Rig) -> None:
    own_rig.redis.kill()
    own_rig.process(*minutes(1, 2))
    report = own_rig.sweep(2 * MINUTE_MS)
    assert (report.rescored, report.history_restored) == (2, 0)
    assert queue(own_rig) == [(True, False), (True, False)]

    own_rig.redis.start()
    own_rig.know_all_history()
    assert own_rig.sweep(PAUSE_MS).history_restored == 2
    assert queue(own_rig) == []


def test_a_hole_in_the_history_is_known_to_the_next_batch_of_any_process(own_rig: Rig) -> None:
    own_rig.redis.freeze()
    own_rig.process(*minutes(1, 2, 3))
    own_rig.redis.thaw()
    own_rig.now_ms += PAUSE_MS
    own_rig.process(*minutes(4))

    found = decision(own_rig, 4)
    assert found.inputs.values["V1"]["attempts_600s"] == 4
    assert found.not_evaluable["C3"] == "history_incomplete"
    own_rig.sweep(2 * MINUTE_MS)
    own_rig.process(*minutes(5))
    assert decision(own_rig, 5).status == "final"


def test_a_full_redis_is_an_outage_that_is_seen(own_rig: Rig) -> None:
    own_rig.redis.client().config_set("maxmemory", "1")
    result = own_rig.process(*minutes(1))
    assert (result.counts.stored, result.counts.history_unavailable) == (1, 1)
    own_rig.redis.client().config_set("maxmemory", "0")
    assert own_rig.sweep(2 * MINUTE_MS).history_restored == 1


def test_a_flush_is_scored_from_the_ledger_and_warmed_up(own_rig: Rig) -> None:
    own_rig.process(*minutes(1, 2, 3))
    own_rig.redis.client().flushall()
    result = own_rig.process(*minutes(4))
    assert result.counts.history_incomplete == 1
    found = decision(own_rig, 4)
    assert found.inputs.values["V1"]["attempts_600s"] == 4
    assert found.not_evaluable["C2"] == "history_incomplete"

    report = own_rig.sweep(SETTLING_MS + 1_000)
    assert report.history_restored >= 4
    own_rig.process(*minutes(5))
    found = decision(own_rig, 5)
    assert found.status == "final"
    assert found.inputs.values["C2"]["attempts"] == 5


def test_a_warm_up_waits_for_batches_under_way_and_goes_on_where_it_stopped(
    own_rig: Rig,
) -> None:
    own_rig.process(payment(1, after_ms=-5 * HOUR_MS), payment(2))
    own_rig.redis.client().flushall()
    own_rig.process(payment(3, after_ms=1_000))
    with own_rig.connect() as connection:
        own_rig.now_ms += SETTLING_MS - 1
        assert warm_up(connection, own_rig.history, own_rig.now_ms) == 0
        own_rig.now_ms += 1
        steps = iter([True, True, False])
        assert (
            warm_up(connection, own_rig.history, own_rig.now_ms, may_go_on=lambda: next(steps)) == 2
        )
        assert warm_up(connection, own_rig.history, own_rig.now_ms) == 1
        assert warm_up(connection, own_rig.history, own_rig.now_ms) == 0
    assert own_rig.redis.client().zcard("tm:a:account-1") == 3


def test_a_new_system_knows_its_empty_past_after_the_first_sweeps(
    own_rig: Rig,
) -> None:
    own_rig.redis.client().flushall()
    own_rig.process(payment(1))
    own_rig.sweep(SETTLING_MS + 1)
    own_rig.process(payment(2, after_ms=SETTLING_MS))
    assert decision(own_rig, 2).status == "final"


def test_a_score_that_becomes_worse_alerts_and_one_that_stays_does_not(own_rig: Rig) -> None:
    attack = [
        payment(
            n, after_ms=n * 1_000, status="declined", account={"id": f"account-{n}"},
            device={"token": f"device-{n}"}, ip={"token": f"ip-token-{n}", "country": "JP"},
            ship_to={"address": f"address-{n}"},
            card={"token": f"card-token-{n}", "bin": "45971234"},
        )
        for n in range(10)
    ]  # fmt: skip
    own_rig.process(*attack[:5])
    own_rig.redis.kill()
    own_rig.process(*attack[5:], *minutes(11, 12, 13, 14, 15, 16))
    assert [alert.alert_id for alert in own_rig.outbound.alerts] == ["tx-16:review"]
    own_rig.sweep(20 * MINUTE_MS)
    assert [alert.alert_id for alert in own_rig.outbound.alerts] == ["tx-16:review", "tx-9:block"]
    assert decision(own_rig, 9).band == "allow"


def test_the_first_revision_stays_and_a_second_sweep_adds_none(own_rig: Rig) -> None:
    own_rig.redis.kill()
    own_rig.process(*minutes(1))
    own_rig.sweep(2 * MINUTE_MS)
    own_rig.sweep(2 * MINUTE_MS)
    assert own_rig.ask("SELECT revision, status FROM ledger.decisions ORDER BY 1") == [
        (1, "degraded"),
        (2, "final"),
    ]


def test_fresh_records_are_left_for_their_neighbours_to_arrive(own_rig: Rig) -> None:
    own_rig.redis.kill()
    own_rig.process(*minutes(1))
    assert own_rig.sweep(30_000).rescored == 0
    assert own_rig.sweep(30_000).rescored == 1


def test_a_rule_that_stays_broken_blocks_nobody_elses_score(own_rig: Rig) -> None:
    own_rig.redis.kill()
    own_rig.process(*minutes(1, 2))

    class Broken:
        def __getattribute__(self, name: str) -> object:
            raise RuntimeError

    active = own_rig.rules.rules["payment"][0]
    good = active.parameters
    object.__setattr__(active, "parameters", Broken())
    assert own_rig.sweep(2 * MINUTE_MS).rescored == 0
    object.__setattr__(active, "parameters", good)
    assert own_rig.sweep(1).rescored == 2


def test_each_step_stands_alone(own_rig: Rig) -> None:
    own_rig.process(*minutes(1, 2, 3, 4, 5, 6))
    own_rig.redis.kill()
    report = own_rig.sweep(MINUTE_MS)
    assert report.failed_steps == ["restore"]
    assert report.sealed_head is not None


def test_a_sweep_without_a_ledger_says_so_and_raises_nothing(rig: Rig) -> None:
    rig.ledger_down = True
    assert len(rig.sweep().failed_steps) == 7


def test_a_sweep_reconciles_and_counts_confirmed_fraud(rig: Rig) -> None:
    rig.process(*minutes(1, 2))
    with rig.database.connect() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM ledger.transactions WHERE transaction_id = 'tx-1'")
    assert rig.sweep().reconciliation_difference == 1


def test_the_site_under_attack_alerts_once_an_hour(rig: Rig) -> None:
    def declined(count: int, first: int) -> list[dict[str, object]]:
        return [
            payment(n, after_ms=n, status="declined", account={"id": f"account-{n}"})
            for n in range(first, first + count)
        ]

    rig.now_ms = START_MS + MINUTE_MS
    rig.process(*declined(80, 0))
    rig.sweep()
    kinds = [alert.kind for alert in rig.outbound.alerts]
    assert "site_card_testing" not in kinds
    rig.process(*declined(1, 80))
    for _ in range(3):
        rig.sweep()
    kinds = [alert.kind for alert in rig.outbound.alerts]
    assert kinds.count("site_card_testing") == 1


@pytest.mark.parametrize("outage", ["kill", "freeze"])
def test_no_outage_of_redis_lets_a_batch_fail(own_rig: Rig, outage: str) -> None:
    getattr(own_rig.redis, outage)()
    for number in range(5):
        assert own_rig.process(payment(number)).failed_sequence_number is None
    assert own_rig.one("SELECT count(*) FROM ledger.transactions") == 5
