"""The generated day: reproducible, valid, plausible, labelled only on the side."""

import re
from collections import Counter
from datetime import datetime
from itertools import pairwise

import msgspec
import pytest

from stack.operations.traffic.chance import chance
from stack.operations.traffic.curve import JAPAN
from stack.operations.traffic.day import Day, DayPlan, make_day
from stack.operations.traffic.fraud.patterns import PATTERNS
from stack.operations.traffic.transport import NO_FAULTS, Faults, ship
from stack.operations.traffic.wire import encoded
from stack.processor.schema import Transaction

DATE = datetime(2026, 11, 20, tzinfo=JAPAN)


def plan(seed: int = 7, transactions: int = 3_000) -> DayPlan:
    return DayPlan(DATE, seed=seed, transactions=transactions, incidents_per_pattern=2)


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(plan())


def test_the_same_seed_gives_the_same_bytes(day: Day) -> None:
    again = make_day(plan())
    assert [encoded(event) for event in again.events] == [encoded(event) for event in day.events]
    assert again.incidents == day.incidents


def test_another_seed_gives_another_day(day: Day) -> None:
    other = make_day(plan(seed=8))
    assert {event.event_id for event in other.events}.isdisjoint(
        event.event_id for event in day.events
    )


def test_every_record_fits_the_published_schema_under_an_id_of_its_own(day: Day) -> None:
    records = [msgspec.json.decode(encoded(event), type=Transaction) for event in day.events]
    assert len({record.transaction_id for record in records}) == len(records)


def test_no_record_holds_a_run_of_digits_that_could_be_a_card_number(day: Day) -> None:
    assert not [event for event in day.events if re.search(rb"\d{13}", encoded(event))]


def test_labels_stay_outside_the_records(day: Day) -> None:
    names = "|".join(re.escape(pattern.name) for pattern in PATTERNS)
    assert not [event for event in day.events if re.search(names, encoded(event).decode())]


def test_every_pattern_is_planted_as_often_as_planned(day: Day) -> None:
    incidents = Counter(incident.pattern for incident in set(day.incidents.values()))
    assert incidents == {pattern.name: 2 for pattern in PATTERNS}


def test_what_was_planted_before_the_day_is_scenery(day: Day) -> None:
    midnight = plan().date.timestamp()
    planted = [event for event in day.events if event.event_id in day.scenery]
    assert any(event.kind == "chargeback" for event in planted)
    assert all(event.at < midnight for event in planted)
    assert day.scenery.isdisjoint(day.incidents)


def test_events_come_in_order_of_time(day: Day) -> None:
    assert all(earlier.at <= later.at for earlier, later in pairwise(day.events))


def test_the_evening_is_busy_and_the_night_is_not(day: Day) -> None:
    hours = Counter(
        datetime.fromtimestamp(event.at, JAPAN).hour
        for event in day.events
        if event.at >= DATE.timestamp()
    )
    assert hours[21] > 5 * hours[4]


def test_what_follows_a_payment_names_a_payment_that_came_before(day: Day) -> None:
    seen: set[str] = set()
    for event in day.events:
        assert event.original_id is None or event.original_id in seen
        seen.add(event.event_id)


def test_a_perfect_transport_delivers_each_event_once(day: Day) -> None:
    shipment = ship(day.events, chance(1, "transport"), NO_FAULTS)
    assert Counter(delivery.data for delivery in shipment.deliveries) == Counter(
        map(encoded, day.events)
    )


def test_a_faulty_transport_repeats_and_garbles_but_loses_nothing(day: Day) -> None:
    faults = Faults(delayed=0.5, repeated=0.1, unreadable=0.1)
    shipment = ship(day.events, chance(1, "transport"), faults)
    delivered = Counter(delivery.data for delivery in shipment.deliveries)
    sent = Counter(map(encoded, day.events))
    assert not sent - delivered
    assert shipment.repeated == sum((delivered & Counter(dict.fromkeys(sent, 2))).values()) - len(
        sent
    )
    assert len(shipment.deliveries) == len(sent) + shipment.repeated + shipment.unreadable
    garbled = (delivered - sent - sent).elements()
    assert all(_is_unreadable(data) for data in garbled)


def _is_unreadable(data: bytes) -> bool:
    try:
        msgspec.json.decode(data, type=Transaction)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return True
    return False
