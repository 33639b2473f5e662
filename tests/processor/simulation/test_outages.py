"""Stores that go away, forget, freeze or fill up while records keep coming."""

from collections.abc import Callable

import pytest

from stack.operations.traffic.event import ShopEvent
from tests.processor.simulation.rig import NewRig, Rig, Stores
from tests.processor.simulation.traffic import delivery, proof_size, two_busy_hours
from tests.stores import Redis


def kill(redis: Redis) -> None:
    redis.kill()


def flush(redis: Redis) -> None:
    redis.client().flushall()


def freeze(redis: Redis) -> None:
    redis.freeze()


def fill(redis: Redis) -> None:
    redis.client().config_set("maxmemory", "1")


def restart(redis: Redis) -> None:
    redis.start()


def nothing(_redis: Redis) -> None:
    """A flush needs no repair from outside."""


def thaw(redis: Redis) -> None:
    redis.thaw()


def make_room(redis: Redis) -> None:
    redis.client().config_set("maxmemory", "0")


@pytest.mark.parametrize(
    ("harm", "repair"),
    [(kill, restart), (flush, nothing), (freeze, thaw), (fill, make_room)],
    ids=["killed", "flushed", "frozen", "full"],
)
def test_a_history_that_fails_degrades_decisions_and_loses_nothing(
    harm: Callable[[Redis], None],
    repair: Callable[[Redis], None],
    fragile_stores: Stores,
    new_rig: NewRig,
) -> None:
    events = two_busy_hours(proof_size(900))
    third = len(events) // 3
    rig = new_rig(fragile_stores)
    rig.system.sweep()
    deliver(rig, events[:third])
    harm(fragile_stores.redis)
    deliver(rig, events[third : 2 * third])
    repair(fragile_stores.redis)
    deliver(rig, events[2 * third :])

    assert sorted(rig.stored_ids()) == sorted(event.event_id for event in events)
    assert rig.differences() == {}
    assert degraded(rig) > 0
    for _ in range(40):
        rig.clock.advance_to(rig.clock.seconds + 60)
        rig.system.sweep()
    assert degraded(rig) == 0


def deliver(rig: Rig, events: list[ShopEvent]) -> None:
    rig.deliver(delivery(event) for event in events)


def degraded(rig: Rig) -> int:
    """Transactions whose latest decision is degraded."""
    ((count,),) = rig.rows(
        "SELECT count(*) FROM (SELECT DISTINCT ON (transaction_id) status FROM ledger.decisions"
        " ORDER BY transaction_id, revision DESC) AS latest WHERE status = 'degraded'"
    )
    return int(str(count))
