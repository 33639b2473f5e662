"""Shuffled, repeated and late records: the same ledger, and windows that an oracle agrees with."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from stack.operations.traffic.chance import chance
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.transport import NO_FAULTS, Delivery
from stack.processor.intake import Accepted, take_in
from stack.processor.records import records_of
from stack.processor.windows import DAY_MS
from tests.processor.simulation.rig import NewRig, Rig, Stores
from tests.processor.simulation.traffic import (
    START,
    delivery,
    proof_size,
    shipped,
    two_busy_hours,
)

LONGEST_DELAY_SECONDS = 30 * 3_600


@dataclass
class Oracle:
    """Counts an account's payment attempts in (t - 24 h, t] over all records that had come in.

    It knows nothing of Redis, of SQL or of windows: it keeps every payment and looks through all.
    """

    rig: Rig
    payments: dict[str, dict[str, tuple[int, bytes]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    attempts: dict[str, int] = field(default_factory=dict)

    def handle(self, event: Mapping[str, object]) -> object:
        taken = [take_in(record) for record in records_of(event)]
        fresh = [item for item in taken if isinstance(item, Accepted) and self._note(item)]
        for item in fresh:
            self.attempts[item.transaction.transaction_id] = self._count(item)
        return self.rig.system.handle(event)

    def _note(self, item: Accepted) -> bool:
        transaction = item.transaction
        known = self.payments[transaction.account.id]
        if transaction.event != "payment" or transaction.transaction_id in known:
            return False
        assert item.entry is not None
        known[transaction.transaction_id] = item.entry
        return True

    def _count(self, item: Accepted) -> int:
        entries = self.payments[item.transaction.account.id].values()
        end = item.entry
        assert end is not None
        return sum(entry <= end and entry[0] > end[0] - DAY_MS for entry in entries)


def attempts_seen(rig: Rig) -> dict[object, int]:
    """What rule V1 saw in 24 hours, of each payment whose account window was known."""
    seen: dict[object, int] = {}
    for identifier, (*_, document) in rig.decisions().items():
        inputs = json.loads(str(document))["inputs"]
        if "account" not in inputs.get("gaps", {}) and "V1" in inputs.get("values", {}):
            seen[identifier] = inputs["values"]["V1"]["attempts_86400s"]
    return seen


def scattered(events: Sequence[ShopEvent], source: random.Random) -> list[Delivery]:
    """Most come at once, a quarter within the hour, some up to 30 hours late, some twice."""
    deliveries = []
    for event in events:
        for _ in range(2 if source.random() < 0.05 else 1):
            longest = source.choices((1, 3_600, LONGEST_DELAY_SECONDS), (70, 25, 5))[0]
            delay = source.random() * longest
            deliveries.append(delivery(event, event.at + delay))
    return sorted(deliveries, key=lambda each: each.at)


def test_shuffled_repeated_and_late_records_are_stored_once_and_counted_exactly(
    stores: Stores, new_rig: NewRig
) -> None:
    events = two_busy_hours(proof_size(3_000))
    rig = new_rig(stores)
    rig.clock.advance_to(START)
    rig.system.sweep()
    oracle = Oracle(rig)
    rig.use(oracle.handle)
    deliveries = scattered(events, chance(1, "scatter"))
    rig.deliver(deliveries)

    assert Counter(rig.stored_ids()) == Counter(event.event_id for event in events)
    assert rig.rows("SELECT count(*) FROM ledger.quarantine") == [(0,)]
    assert rig.system.totals.duplicate == len(deliveries) - len(events)
    assert rig.differences() == {}
    seen = attempts_seen(rig)
    assert len(seen) == sum(event.kind == "payment" for event in events)
    assert {key: count for key, count in seen.items() if count != oracle.attempts[str(key)]} == {}


def test_the_order_within_batches_does_not_matter(
    stores: Stores,
    quiet_stores: Stores,
    new_rig: NewRig,
) -> None:
    deliveries = shipped(two_busy_hours(proof_size(1_000)), NO_FAULTS).deliveries
    in_order = new_rig(quiet_stores)
    shuffled = new_rig(stores)
    source = chance(1, "shuffle")
    for start in range(0, len(deliveries), 100):
        batch = [replace(each, at=deliveries[start].at) for each in deliveries[start : start + 100]]
        in_order.deliver(batch)
        shuffled.deliver(source.sample(batch, len(batch)))
    assert shuffled.decisions() == in_order.decisions()
