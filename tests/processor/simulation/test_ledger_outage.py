"""PostgreSQL dies: between batches, and in the middle of one."""

import threading
import time
from collections import Counter
from collections.abc import Mapping

import psycopg

from stack.operations.traffic.event import ShopEvent
from tests.processor.simulation.rig import NewRig, Rig, Stores
from tests.processor.simulation.traffic import delivery, proof_size, two_busy_hours
from tests.stores import Database

FATAL_INVOCATION = 5
INVOCATIONS_WITHOUT_A_SERVER = 3


def assert_complete(rig: Rig, events: list[ShopEvent]) -> None:
    assert Counter(rig.stored_ids()) == Counter(event.event_id for event in events)
    assert len(rig.decisions()) == len(events)
    assert rig.mapping.discarded == 0
    assert rig.differences() == {}


def test_the_ledger_is_killed_and_comes_back(mortal_stores: Stores, new_rig: NewRig) -> None:
    rig = new_rig(mortal_stores)
    invocations = 0
    failures: list[object] = []

    def handle(event: Mapping[str, object]) -> object:
        nonlocal invocations
        invocations += 1
        if invocations == FATAL_INVOCATION:
            mortal_stores.database.server.kill()
        if invocations == FATAL_INVOCATION + INVOCATIONS_WITHOUT_A_SERVER:
            mortal_stores.database.server.restart()
        response = rig.system.handle(event)
        failures.extend(response["batchItemFailures"])
        return response

    rig.use(handle)
    events = two_busy_hours(proof_size(900))
    rig.deliver(delivery(event) for event in events)
    assert len(failures) == INVOCATIONS_WITHOUT_A_SERVER
    assert_complete(rig, events)


def test_the_ledger_is_killed_while_a_batch_is_being_stored(
    mortal_stores: Stores, new_rig: NewRig
) -> None:
    rig = new_rig(mortal_stores)
    events = two_busy_hours(proof_size(900))
    half = len(events) // 2
    rig.deliver(delivery(event) for event in events[:half])
    holder = mortal_stores.database.connect()
    holder.execute("BEGIN")
    holder.execute("LOCK TABLE ledger.transactions IN SHARE ROW EXCLUSIVE MODE")
    assassin = threading.Thread(target=kill_when_a_statement_waits, args=(mortal_stores.database,))
    assassin.start()

    def handle_patiently(event: Mapping[str, object]) -> object:
        response = rig.system.handle(event)
        if response["batchItemFailures"]:
            # Lambda pauses between retries, the simulator does not.
            assassin.join()
        return response

    rig.use(handle_patiently)
    rig.deliver(delivery(event) for event in events[half:])
    assassin.join()
    holder.close()
    assert_complete(rig, events)


def kill_when_a_statement_waits(database: Database) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with psycopg.connect(database.server.uri(database.name), autocommit=True) as watcher:
        while watcher.execute(waiting).fetchone() == (0,):
            time.sleep(0.01)
    database.server.kill()
    database.server.restart()
