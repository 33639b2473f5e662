"""The processor killed at each step of a batch, then the batch delivered again."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from stack.operations.traffic.transport import NO_FAULTS, Delivery
from tests.processor.simulation.child_function import ChildFunction
from tests.processor.simulation.rig import NewRig, Rig, Stores
from tests.processor.simulation.traffic import proof_size, shipped, two_busy_hours
from tests.processor.simulation.worker import POINTS
from tests.stores import Database

FATAL_BATCH = 3


def traffic() -> list[Delivery]:
    return list(shipped(two_busy_hours(proof_size(600)), NO_FAULTS).deliveries)


@pytest.fixture
def undisturbed(quiet_stores: Stores, new_rig: NewRig) -> dict[object, tuple[object, ...]]:
    """The decisions of a run in which nothing died."""
    rig = new_rig(quiet_stores, in_one_lane=True)
    rig.system.sweep()
    rig.deliver(traffic())
    return rig.decisions()


def assert_nothing_shows(
    rig: Rig, function: ChildFunction, undisturbed: dict[object, tuple[object, ...]]
) -> None:
    assert function.deaths == 1
    rig.system.sweep()
    stored = rig.stored_ids()
    assert Counter(stored) == Counter(undisturbed.keys())
    decisions = rig.decisions()
    assert {k: (decisions[k], v) for k, v in undisturbed.items() if decisions[k] != v} == {}
    published = set(function.published()) | {alert.alert_id for alert in rig.alert_log.alerts}
    assert published == set(rig.alert_ids())
    assert rig.rows("SELECT count(*) FROM ledger.alert_outbox") == [(0,)]
    assert rig.differences() == {}


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(
    point: str,
    stores: Stores,
    undisturbed: dict[object, tuple[object, ...]],
    tmp_path: Path,
    new_rig: NewRig,
) -> None:
    function = ChildFunction(stores.endpoints, tmp_path / "published", point, str(FATAL_BATCH))
    rig = new_rig(stores, function, in_one_lane=True)
    rig.system.sweep()
    try:
        rig.deliver(traffic())
    finally:
        function.stop()
    assert_nothing_shows(rig, function, undisturbed)


def test_killed_while_the_statement_runs_and_its_answer_is_lost(
    stores: Stores,
    undisturbed: dict[object, tuple[object, ...]],
    tmp_path: Path,
    new_rig: NewRig,
) -> None:
    """The server commits what the dead client asked for, and nobody hears of it."""
    function = ChildFunction(stores.endpoints, tmp_path / "published")
    rig = new_rig(stores, function, in_one_lane=True)
    rig.system.sweep()
    deliveries = traffic()
    half = len(deliveries) // 2
    try:
        rig.deliver(deliveries[:half])
        with killed_when_waiting(stores.database, function.process_id):
            rig.deliver(deliveries[half:])
    finally:
        function.stop()
    assert_nothing_shows(rig, function, undisturbed)


@contextmanager
def killed_when_waiting(database: Database, process_id: int) -> Iterator[None]:
    """Lock the ledger; kill the process as soon as its statement waits; let the statement go on."""
    with database.connect() as holder:
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE ledger.transactions IN SHARE ROW EXCLUSIVE MODE")
        thread = threading.Thread(target=_kill_and_release, args=(database, holder, process_id))
        thread.start()
        yield
        thread.join()


def _kill_and_release(database: Database, holder: psycopg.Connection, process_id: int) -> None:
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with database.connect() as watcher:
        while watcher.execute(waiting).fetchone() == (0,):
            time.sleep(0.01)
    os.kill(process_id, signal.SIGKILL)
    holder.execute("COMMIT")
