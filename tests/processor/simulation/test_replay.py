"""Every stored decision can be made again from what was stored with it."""

from pathlib import Path

from stack.processor.replay import replay_decision
from tests.processor.simulation.rig import Rig, endpoints_of
from tests.processor.simulation.traffic import delivery, proof_size, two_busy_hours
from tests.stores import Database, Redis


def test_every_decision_replays_to_the_same_result(
    database: Database, redis: Redis, tmp_path: Path
) -> None:
    rig = Rig(endpoints_of(database, redis), tmp_path)
    rig.deliver(delivery(event) for event in two_busy_hours(proof_size(600)))
    with database.connect() as connection:
        replays = [replay_decision(connection, str(each)) for each in rig.stored_ids()]
    assert [replay for replay in replays if replay.equal is not True] == []
    bands = {decision[1] for decision in rig.decisions().values()}
    assert len(bands) > 1, "traffic that always gets the same decision proves little"
