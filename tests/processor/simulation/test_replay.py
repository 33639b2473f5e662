"""Every stored decision can be made again from what was stored with it."""

from stack.processor.replay import replay_decision
from tests.processor.simulation.rig import NewRig, Stores
from tests.processor.simulation.traffic import delivery, proof_size, two_busy_hours


def test_every_decision_replays_to_the_same_result(stores: Stores, new_rig: NewRig) -> None:
    rig = new_rig(stores)
    rig.deliver(delivery(event) for event in two_busy_hours(proof_size(600)))
    with stores.database.connect() as connection:
        replays = [replay_decision(connection, str(each)) for each in rig.stored_ids()]
    assert [replay for replay in replays if replay.equal is not True] == []
    bands = {decision[1] for decision in rig.decisions().values()}
    assert len(bands) > 1, "traffic that always gets the same decision proves little"
