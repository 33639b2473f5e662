"""Realistic traffic at a given rate: into a file, a Kinesis stream, or straight into stores."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice, repeat
from time import time

from stack.operations.command import DONE, Command, add_stores, stores_of
from stack.operations.errors import OperatorError
from stack.operations.load_targets import LoadTarget, opened_target
from stack.operations.output import say
from stack.operations.traffic.chance import chance, token
from stack.operations.traffic.day import DayPlan, make_day
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.transport import Delivery
from stack.operations.traffic.wire import encoded, partition_key

_LARGEST_RATE = 20_000


def add_arguments(parser: ArgumentParser) -> None:
    """Rate, duration, target."""
    parser.add_argument("--rate", type=float, default=1000 / 60, help="records a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people")
    parser.add_argument("--output", metavar="FILE", help="write JSON lines instead; - is stdout")
    parser.add_argument("--stream", metavar="NAME", help="put records on this Kinesis stream")
    parser.add_argument("--endpoint-url", metavar="URL", help="of a Kinesis-compatible server")
    add_stores(parser)


def run(arguments: Namespace) -> int:
    """Send records second by second; each carries the present as its time."""
    if not 0 < arguments.rate <= _LARGEST_RATE or arguments.seconds <= 0:
        raise OperatorError(f"a rate is above 0 and at most {_LARGEST_RATE:,}, a duration above 0")
    count = max(1, round(arguments.rate * arguments.seconds))
    with opened_target(arguments, stores_of(arguments)) as target:
        _send(_traffic(arguments.seed, count), arguments.rate, target)
        if arguments.output != "-":
            say(target.report())
    return DONE


def _send(events: Iterator[ShopEvent], rate: float, target: LoadTarget) -> None:
    """Send every event at its time; what became due while a batch was sent goes as the next."""
    begin, sent = time(), 0
    while True:
        due = max(1, int((time() - begin) * rate) - sent)
        batch = [
            _delivery(event, begin + (sent + offset) / rate)
            for offset, event in enumerate(islice(events, due))
        ]
        if not batch:
            return
        target.wait_until(batch[-1].at)
        target.send(batch)
        sent += len(batch)


def _traffic(seed: int, count: int) -> Iterator[ShopEvent]:
    """Events of a day, again and again, each time under new ids."""
    day = make_day(DayPlan(datetime.now(UTC), seed, min(count, 50_000), incidents_per_pattern=2))
    source = chance(seed, f"load/{time()}")
    rounds = (_renamed(day.events, token(source, "")) for _ in repeat(None))
    return islice(chain.from_iterable(rounds), count)


def _renamed(events: Sequence[ShopEvent], suffix: str) -> Iterator[ShopEvent]:
    for event in events:
        original = event.original_id
        yield replace(
            event,
            event_id=event.event_id + suffix,
            order_id=event.order_id + suffix,
            original_id=None if original is None else original + suffix,
        )


def _delivery(event: ShopEvent, at: float) -> Delivery:
    return Delivery(at, partition_key(event), encoded(replace(event, at=at)))


COMMAND = Command("load", "generate realistic load", add_arguments, run)
