"""Traffic for proofs: a generated day passed in two hours, so that windows are well filled."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from stack.operations.traffic.chance import chance
from stack.operations.traffic.curve import JAPAN
from stack.operations.traffic.day import DayPlan, make_day
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.transport import Delivery, Faults, Shipment, ship
from stack.operations.traffic.wire import encoded, partition_key

DATE = datetime(2026, 11, 20, tzinfo=JAPAN)
START = DATE.timestamp()
_COMPRESSION = 12


def proof_size(default: int) -> int:
    """How many transactions a proof takes; PROOF_TRANSACTIONS asks for more than the default."""
    return int(os.environ.get("PROOF_TRANSACTIONS", default))


def two_busy_hours(transactions: int, seed: int = 1) -> Sequence[ShopEvent]:
    """Payments with their captures and refunds, and one incident of each pattern."""
    plan = DayPlan(DATE, seed=seed, transactions=transactions, incidents_per_pattern=1)
    return [
        replace(event, at=START + max(0.0, event.at - START) / _COMPRESSION)
        for event in make_day(plan).events
    ]


def shipped(events: Sequence[ShopEvent], faults: Faults, seed: int = 1) -> Shipment:
    return ship(events, chance(seed, "transport"), faults)


def delivery(event: ShopEvent, at: float | None = None) -> Delivery:
    return Delivery(event.at if at is None else at, partition_key(event), encoded(event))
