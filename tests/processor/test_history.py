"""The history on a real Redis: idempotent, bounded, and honest about what it does not know."""

import threading
import time
from collections.abc import Iterator

import pytest
from valkey import Valkey
from valkey.cluster import ClusterNode, ValkeyCluster

from stack.processor.history import LIFETIME_MS, PAUSE_MS, History, Observation
from stack.processor.windows import ACCOUNT, BIN, CARD, DAY_MS, HOUR_MS, Entry, Gap, View
from tests.stores import Redis

NOW_MS = 1_764_000_000_000


class Clock:
    now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(redis: Redis, clock: Clock) -> History:
    return History(redis.client, clock=clock)


@pytest.fixture
def own_history(own_redis: Redis, clock: Clock) -> History:
    return History(own_redis.client, clock=clock)


def entry(number: int, at_ms: int = NOW_MS) -> Entry:
    return at_ms, b"member-%06d" % number


def view(observation: Observation, own: Entry, name: str = "one") -> View:
    return observation.windows[ACCOUNT, name].as_of(own, ACCOUNT, None)


def observe(history: History, *own: Entry, name: str = "one") -> Observation:
    return history.observe({(ACCOUNT, name): sorted(own)})


def test_adding_again_changes_nothing(history: History, redis: Redis) -> None:
    for _ in range(3):
        found = observe(history, entry(1), entry(2, NOW_MS + 1))
    assert list(view(found, entry(2, NOW_MS + 1)).members) == [b"member-000001", b"member-000002"]
    assert redis.client().zcard("tm:a:one") == 2


def test_the_first_event_time_of_a_transaction_stays(history: History, redis: Redis) -> None:
    observe(history, entry(1))
    observe(history, entry(1, NOW_MS + 5))
    assert redis.client().zscore("tm:a:one", "member-000001") == NOW_MS


def test_a_transaction_that_comes_again_a_day_later_in_event_time_is_still_answered(
    history: History,
) -> None:
    observe(history, entry(1))
    own = entry(1, NOW_MS + DAY_MS + 5)
    found = observe(history, own)
    assert found.available
    assert view(found, own).members == [b"member-000001"]


def test_entities_and_dimensions_are_apart(history: History) -> None:
    observe(history, entry(1), name="one")
    found = history.observe({(ACCOUNT, "two"): [entry(2)], (CARD, "one"): [entry(3)]})
    assert [len(window.members) for window in found.windows.values()] == [1, 1]


def test_keys_expire_by_themselves_and_old_entries_are_removed(
    history: History, redis: Redis
) -> None:
    observe(history, entry(1, NOW_MS - DAY_MS - HOUR_MS - 1), entry(2, NOW_MS - DAY_MS))
    assert redis.client().zcard("tm:a:one") == 2
    observe(history, entry(3))
    assert redis.client().zrange("tm:a:one", 0, -1) == [b"member-000002", b"member-000003"]
    assert 25 * 3600 < redis.client().ttl("tm:a:one") <= 26 * 3600


def test_an_entry_leaves_the_window_but_stays_for_late_ones(history: History) -> None:
    observe(history, entry(1, NOW_MS - DAY_MS))
    assert len(view(observe(history, entry(2)), entry(2)).members) == 1
    late = entry(3, NOW_MS - 1)
    assert len(view(observe(history, late), late).members) == 2


def test_a_record_later_than_the_grace_has_a_gap(history: History) -> None:
    observe(history, entry(1))
    for late_ms, gap in ((HOUR_MS, None), (HOUR_MS + 1, Gap.LATE)):
        own = entry(late_ms, NOW_MS - late_ms)
        assert view(observe(history, own), own).gap is gap


def test_a_record_a_day_late_leaves_no_trace(history: History, redis: Redis) -> None:
    observe(history, entry(1))
    own = entry(2, NOW_MS - DAY_MS - HOUR_MS - 5)
    found = observe(history, own)
    assert list(view(found, own).members) == [b"member-000002"]
    assert redis.client().zcard("tm:a:one") == 1


def test_a_hot_entity_is_bounded_and_its_windows_are_full(history: History, redis: Redis) -> None:
    for start in range(0, 3_000, 500):
        own = [entry(n, NOW_MS + n) for n in range(start, start + 500)]
        found = history.observe({(BIN, "hot"): own})
    assert redis.client().zcard("tm:b:hot") == 1_050
    last = found.windows[BIN, "hot"].as_of(own[-1], BIN, None)
    first = found.windows[BIN, "hot"].as_of(own[0], BIN, None)
    assert (len(last.members), last.saturated, last.gap) == (50, True, None)
    assert (len(first.members), first.saturated, first.gap) == (50, True, None)
    assert first.members[0] == b"member-%06d" % 2_451


def test_forgotten_entries_are_gone(history: History) -> None:
    observe(history, entry(1))
    history.forget({(ACCOUNT, "one"): [entry(1)]})
    assert len(view(observe(history, entry(2)), entry(2)).members) == 1


def test_a_restarted_server_without_scripts_is_served(history: History, redis: Redis) -> None:
    observe(history, entry(1))
    redis.client().script_flush()
    found = observe(history, entry(2))
    assert (found.available, len(view(found, entry(2)).members)) == (True, 2)


def complete(history: History) -> None:
    history.backdate(history.epochs(), 0)


def test_a_new_history_is_complete_only_from_now(history: History) -> None:
    assert observe(history, entry(1)).complete_since_ms == NOW_MS
    complete(history)
    assert observe(history, entry(2)).complete_since_ms == 0


def test_a_flush_is_noticed_by_the_very_batch_that_follows(
    history: History, redis: Redis, clock: Clock
) -> None:
    complete(history)
    observe(history, entry(1))
    redis.client().flushall()
    clock.now_ms += 10
    assert observe(history, entry(2)).complete_since_ms == NOW_MS + 10
    assert observe(history, entry(3)).complete_since_ms == NOW_MS + 10


def test_a_failover_is_noticed_although_the_epoch_was_replicated(
    history: History, redis: Redis
) -> None:
    complete(history)
    redis.client().set("tm:epoch", "0|another-server-process")
    assert observe(history, entry(1)).complete_since_ms == NOW_MS


def test_a_warm_up_does_not_hide_a_flush_in_the_meantime(history: History, redis: Redis) -> None:
    before = history.epochs()
    redis.client().set("tm:epoch", before["tm:epoch"].replace(str(NOW_MS), str(NOW_MS + 5)))
    history.backdate(before, 0)
    assert observe(history, entry(1)).complete_since_ms == NOW_MS + 5


def test_a_dead_server_costs_no_exception_and_is_left_alone_for_a_while(
    own_history: History, own_redis: Redis, clock: Clock
) -> None:
    observe(own_history, entry(1))
    own_redis.kill()
    found = observe(own_history, entry(2))
    assert not found.available
    assert view(found, entry(2)).gap is Gap.UNAVAILABLE

    own_redis.start()
    assert not observe(own_history, entry(3)).available
    clock.now_ms += PAUSE_MS
    assert observe(own_history, entry(4)).available


def test_a_frozen_server_costs_a_fifth_of_a_second_once(
    own_history: History, own_redis: Redis
) -> None:
    observe(own_history, entry(1))
    own_redis.freeze()
    before = time.process_time()
    assert not observe(own_history, entry(2)).available
    assert not observe(own_history, entry(3)).available
    assert time.process_time() - before < 5


def test_a_full_server_refuses_and_recovers(own_history: History, own_redis: Redis) -> None:
    complete(own_history)
    observe(own_history, entry(1))
    own_redis.client().config_set("maxmemory", "1")
    found = observe(own_history, entry(2))
    assert not found.available
    assert view(found, entry(2)).gap is Gap.UNAVAILABLE
    own_redis.client().config_set("maxmemory", "0")
    assert observe(own_history, entry(3)).available


def test_a_connection_is_replaced_before_elasticache_cuts_it(redis: Redis, clock: Clock) -> None:
    made: list[Valkey] = []

    def connect() -> Valkey:
        made.append(redis.client())
        return made[-1]

    history = History(connect, clock=clock)
    for later_ms, connections in ((0, 1), (LIFETIME_MS - 1, 1), (1, 2)):
        clock.now_ms += later_ms
        observe(history, entry(1))
        assert len(made) == connections


@pytest.fixture(scope="module", params=[1, 3])
def cluster_nodes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Redis]]:
    """The primaries of a cluster."""
    folder, count = tmp_path_factory.mktemp("cluster"), request.param
    nodes = [
        Redis(("--cluster-enabled", "yes", "--cluster-config-file", str(folder / f"{n}.conf")))
        for n in range(count)
    ]
    for number, node in enumerate(nodes):
        node.start()
        node.client().execute_command("CLUSTER", "MEET", "127.0.0.1", nodes[0].port)
        slots = range(16_384 * number // count, 16_384 * (number + 1) // count)
        node.client().execute_command("CLUSTER", "ADDSLOTS", *slots)
    for node in nodes:
        while node.client().execute_command("CLUSTER INFO")["cluster_state"] != "ok":
            time.sleep(0.05)
    yield nodes
    for node in nodes:
        node.kill()


@pytest.fixture
def cluster_history(cluster_nodes: list[Redis], clock: Clock) -> History:
    for node in cluster_nodes:
        node.client().flushall()

    def connect() -> ValkeyCluster:
        return ValkeyCluster(startup_nodes=[ClusterNode("127.0.0.1", cluster_nodes[0].port)])

    return History(connect, clock=clock)


def test_a_cluster_gets_one_key_a_call_and_answers_the_same(cluster_history: History) -> None:
    for _ in range(2):
        touches = {(ACCOUNT, f"account-{n}"): [entry(n)] for n in range(60)}
        found = cluster_history.observe(touches)
    assert found.available
    assert [window.members for window in found.windows.values()] == [
        [b"member-%06d" % n] for n in range(60)
    ]


def test_each_primary_of_a_cluster_has_its_own_epoch(
    cluster_history: History, cluster_nodes: list[Redis], clock: Clock
) -> None:
    complete(cluster_history)
    assert len(cluster_history.epochs()) == len(cluster_nodes)
    assert observe(cluster_history, entry(1)).complete_since_ms == 0
    clock.now_ms += 7
    cluster_nodes[-1].client().flushall()
    assert observe(cluster_history, entry(2)).complete_since_ms == NOW_MS + 7


def test_of_two_racing_transactions_at_least_one_sees_the_other(redis: Redis) -> None:
    """Windows of cards, devices and addresses have concurrent writers: the shards."""
    barrier = threading.Barrier(2)
    seen: dict[int, set[bytes]] = {}

    def race(side: int) -> None:
        history = History(redis.client, clock=Clock())
        for number in range(50):
            own = entry(2 * number + side)
            barrier.wait()
            found = history.observe({(CARD, f"card-{number}"): [own]})
            seen[own_number(own)] = set(found.windows[CARD, f"card-{number}"].members)

    threads = [threading.Thread(target=race, args=(side,)) for side in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(50):
        one, other = entry(2 * number)[1], entry(2 * number + 1)[1]
        assert other in seen[2 * number] or one in seen[2 * number + 1]


def own_number(own: Entry) -> int:
    return int(own[1][-6:])
