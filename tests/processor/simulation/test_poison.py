"""Records that nobody can read block nothing and are lost nowhere."""

from itertools import cycle

from stack.operations.traffic.transport import Delivery
from tests.processor.simulation.rig import NewRig, Stores
from tests.processor.simulation.traffic import delivery, proof_size, two_busy_hours

POISON = (
    b"",
    b"\xff\xfe",
    b"[]",
    b'{"schema_version": 1}',
    b'{"schema_version":1,"amount":"12800.5"}',
    b"x" * 100_000,
    b"{" * 20_000,
)


def test_every_fiftieth_record_is_poison(stores: Stores, new_rig: NewRig) -> None:
    events = two_busy_hours(proof_size(2_000))
    kinds = cycle(POISON)
    poison: list[bytes] = []
    deliveries: list[Delivery] = []
    for number, event in enumerate(events):
        deliveries.append(delivery(event))
        if number % 50 == 0:
            # A number at the end tells repeated kinds apart without making them readable.
            poison.append(next(kinds) + b"\x00%d" % number)
            deliveries.append(Delivery(event.at, event.account, poison[-1]))

    rig = new_rig(stores)
    rig.deliver(deliveries)

    assert sorted(rig.stored_ids()) == sorted(event.event_id for event in events)
    kept = rig.rows("SELECT payload FROM ledger.quarantine")
    assert sorted(bytes(row[0]) for row in kept) == sorted(poison)
    assert rig.mapping.discarded == 0
    assert rig.differences() == {}
