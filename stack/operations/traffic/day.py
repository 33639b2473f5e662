"""A whole day: ordinary traffic with fraud planted in it, in order of time, labels beside it."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from operator import attrgetter
from typing import Final

from stack.operations.traffic.chance import chance
from stack.operations.traffic.curve import midnight_in_japan, moment_of_day
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud.patterns import PATTERNS
from stack.operations.traffic.fraud.scene import Scene
from stack.operations.traffic.people import Customer, population
from stack.operations.traffic.purchases import ordinary

_ORDERS_PER_CUSTOMER: Final = 1.6
_SECONDS_A_DAY: Final = 86_400
_DAYS_BEFORE: Final = 30


@dataclass(frozen=True, slots=True)
class Incident:
    """One planted fraud; several events may belong to it."""

    pattern: str
    number: int


@dataclass(frozen=True, slots=True)
class Day:
    """Events in order of time, and which of them belong to which incident."""

    events: Sequence[ShopEvent]
    incidents: Mapping[str, Incident]
    """By event id."""
    scenery: frozenset[str] = frozenset()
    """Ids of what the incidents' people did before the day, thefts among it: neither to be caught
    nor ordinary. Everything else is."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What to generate; the same plan gives the same day."""

    date: datetime
    seed: int = 1
    transactions: int = 100_000
    incidents_per_pattern: int = 5


def make_day(plan: DayPlan) -> Day:
    """Generate the day that `plan` describes."""
    midnight = midnight_in_japan(plan.date)
    count = max(1, int(plan.transactions / _ORDERS_PER_CUSTOMER))
    people = population(chance(plan.seed, "people"), count)
    events = list(_ordinary_traffic(plan, people, midnight))
    incidents: dict[str, Incident] = {}
    scenery: set[str] = set()
    for incident, event in _planted(plan, people, midnight):
        events.append(event)
        if event.at >= midnight:
            incidents[event.event_id] = incident
        else:
            scenery.add(event.event_id)
    events.sort(key=attrgetter("at"))
    return Day(events, incidents, frozenset(scenery))


def _ordinary_traffic(
    plan: DayPlan, people: Sequence[Customer], midnight: float
) -> Iterator[ShopEvent]:
    source = chance(plan.seed, "ordinary")
    activity = list(accumulate(_activity(source) for _ in people))
    shoppers = source.choices(people, cum_weights=activity, k=plan.transactions)
    for customer in shoppers:
        yield from _until(
            midnight + _SECONDS_A_DAY,
            ordinary(source, customer, midnight + moment_of_day(source)),
        )
    # Shops and issuers have a past too: without one, their first fraud would be all they have.
    for customer in source.choices(people, k=plan.transactions // 10):
        at = midnight - source.random() * _DAYS_BEFORE * _SECONDS_A_DAY
        yield from _until(midnight, ordinary(source, customer, at))


def _until(end: float, events: Iterator[ShopEvent]) -> Iterator[ShopEvent]:
    return (event for event in events if event.at < end)


def _activity(source: random.Random) -> float:
    """How often one buys, relative to others; capped, as even keen shoppers sleep."""
    return min(source.paretovariate(2.2), 6)


def _planted(
    plan: DayPlan, people: Sequence[Customer], midnight: float
) -> Iterator[tuple[Incident, ShopEvent]]:
    for pattern in PATTERNS:
        for number in range(plan.incidents_per_pattern):
            source = chance(plan.seed, f"{pattern.name}/{number}")
            for event in pattern.plant(Scene(source, people, midnight)):
                yield Incident(pattern.name, number), event
