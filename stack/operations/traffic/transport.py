"""The way from shop to stream: delays, retries that repeat records, and records nobody can read.

A repeated record has the same bytes and, in the stream, another sequence number.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from stack.operations.traffic.chance import token
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.wire import encoded, partition_key


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of records, between 0 and 1, that meet each fault."""

    delayed: float = 0.02
    repeated: float = 0.005
    unreadable: float = 0.001


NO_FAULTS: Final = Faults(delayed=0, repeated=0, unreadable=0)
_LONGEST_DELAY_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Delivery:
    """One record as the producer puts it; `at` in seconds since the epoch."""

    at: float
    key: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shipment:
    """All deliveries in order of time, and what the ledger must therefore end up with."""

    deliveries: Sequence[Delivery]
    distinct: int
    repeated: int
    unreadable: int


def ship(events: Sequence[ShopEvent], source: random.Random, faults: Faults) -> Shipment:
    """Put every event on the way, with faults."""
    deliveries: list[Delivery] = []
    repeated = unreadable = 0
    for event in events:
        sent = _delivery(event, source, faults)
        deliveries.append(sent)
        if source.random() < faults.repeated:
            repeated += 1
            deliveries.append(Delivery(sent.at + source.random() * 60, sent.key, sent.data))
        if source.random() < faults.unreadable:
            unreadable += 1
            deliveries.append(_unreadable(sent, source))
    deliveries.sort(key=attrgetter("at"))
    return Shipment(deliveries, len(events), repeated, unreadable)


def _delivery(event: ShopEvent, source: random.Random, faults: Faults) -> Delivery:
    delay = source.random() * 0.4
    if source.random() < faults.delayed:
        delay = source.random() * _LONGEST_DELAY_SECONDS
    return Delivery(event.at + delay, partition_key(event), encoded(event))


def _unreadable(sent: Delivery, source: random.Random) -> Delivery:
    """A record that differs from a good one in one way, under an id of its own."""
    own_id = b'"transaction_id":"%b' % token(source, "bad").encode()
    fresh = sent.data.replace(b'"transaction_id":"evt_', own_id)
    data = source.choice(
        (
            sent.data[: len(sent.data) // 2],
            fresh.replace(b'"currency":"JPY"', b'"currency":"USD"'),
            fresh.replace(b'"amount":', b'"amount":-'),
            fresh.replace(b'"schema_version":1', b'"schema_version":99'),
            b"\xff\xfe this is not JSON",
        )
    )
    return Delivery(sent.at, sent.key, data)
