"""Digests of all that is stored for five streams: what a mere speed-up must leave as it was.

    python -m benchmarks.processor.decisions [--transactions N] [--to DIRECTORY]

The streams together take every way through the processor: a generated day with fraud of each
pattern, a month of a few customers and shops with chargebacks (as the Fraud Detection Handbook's),
the day again out of order, repeated, contradicted and damaged, and without its history. Run it
before and after; with `--to` the rows themselves are kept, to be compared by `diff`.
"""

import random
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import LiteralString

import msgspec

from benchmarks.processor.parts import DATE, day_records
from stack.operations.clock import SimulatedClock
from stack.operations.system import AlertLog, Endpoints, System, private_stores
from stack.processor.history import History
from stack.processor.records import StreamRecord
from stack.processor.ruleset import load_rules
from stack.processor.schema import (
    Account,
    Basket,
    Card,
    Category,
    Device,
    Ip,
    Method,
    ShipTo,
    Transaction,
)

_HOUR_MS = 3_600_000
_GOODS: tuple[Category, ...] = ("game_console", "gift_card", "other", "ticket")
_METHODS: tuple[Method, ...] = (
    "card", "card", "card", "konbini", "pay_later", "bank_transfer", "points"
)  # fmt: skip
_ROWS: dict[str, LiteralString] = {
    "transactions": """
        SELECT transaction_id, order_id, event, occurred_at AT TIME ZONE 'UTC', amount, account_id,
            merchant_id, method, status, original_transaction_id, card_token, card_bin,
            device_token, ip_token, ip_network, address_token, email_token, document, event_id,
            arrived_ms, effective_ms
        FROM ledger.transactions
    """,
    "decisions": """
        SELECT transaction_id, revision, rule_set, score, band, status, document
        FROM ledger.decisions
    """,
    "alerts": "SELECT alert_id, kind, severity, transaction_id, body FROM ledger.alerts",
    "quarantine": """
        SELECT event_id, sequence_number, reason, detail, payload, masked, arrived_ms
        FROM ledger.quarantine
    """,
    "duplicates": "SELECT event_id, transaction_id, arrived_ms FROM ledger.duplicates",
    "rescore_queue": """
        SELECT transaction_id, effective_ms, history_missing, score_missing
        FROM ledger.rescore_queue
    """,
    "intake": """
        SELECT hour_ms, sum(received)::integer, sum(redelivered)::integer
        FROM ledger.intake GROUP BY hour_ms
    """,
}


@dataclass(frozen=True, slots=True)
class Stream:
    """Records in the order of their delivery, and how they are delivered."""

    name: str
    records: Sequence[StreamRecord]
    batch: int
    knows_history: bool = True
    flushed_at: int | None = None
    """Before which batch the history is lost."""
    sweep_every: int = 20
    """Batches from one sweep to the next."""


def main() -> None:
    """Process each stream on stores of its own, and print a digest of every table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=3_000)
    parser.add_argument("--to", type=Path)
    arguments = parser.parse_args()
    for stream in _streams(arguments.transactions):
        for table, lines in _stored(stream):
            text = "\n".join(lines).encode()
            print(f"{stream.name:<10} {table:<14} {len(lines):>7} {sha256(text).hexdigest()}")
            if arguments.to is not None:
                arguments.to.mkdir(parents=True, exist_ok=True)
                (arguments.to / f"{stream.name}-{table}.txt").write_bytes(text)


def _streams(transactions: int) -> Iterator[Stream]:
    day = day_records(transactions)
    yield Stream("day", day, 100)
    yield Stream("month", list(_month(transactions)), 4, sweep_every=50)
    yield Stream("disorder", _disordered(day), 83)
    yield Stream("flushed", day, 100, flushed_at=len(day) // 200)
    yield Stream("unknown", day[: len(day) // 3], 500, knows_history=False)


def _stored(stream: Stream) -> Iterator[tuple[str, list[str]]]:
    clock = SimulatedClock(stream.records[0].arrived_at_ms / 1000)
    with private_stores() as endpoints:
        if stream.knows_history:
            history = History(endpoints.client, clock=clock.read_milliseconds)
            history.backdate(history.epochs(), 0)
        with System(endpoints, load_rules(), clock.read_milliseconds, AlertLog()) as system:
            _process(stream, system, clock, endpoints)
        with endpoints.connect() as connection:
            for table, query in _ROWS.items():
                yield table, sorted(repr(row) for row in connection.execute(query))


def _process(stream: Stream, system: System, clock: SimulatedClock, endpoints: Endpoints) -> None:
    for number, start in enumerate(range(0, len(stream.records), stream.batch)):
        if number == stream.flushed_at:
            with endpoints.client() as client:
                client.flushall()
        batch = stream.records[start : start + stream.batch]
        clock.advance_to(max(record.arrived_at_ms for record in batch) / 1000)
        if system.process(batch).failed_sequence_number is not None:
            raise SystemExit("a batch failed: these digests would mean nothing")
        if number % stream.sweep_every == stream.sweep_every - 1:
            clock.advance_to(clock.read() + 70)
            system.sweep()


def _disordered(day: Sequence[StreamRecord]) -> list[StreamRecord]:
    """Delayed by up to 30 hours, repeated, contradicted, cut short, and with a card's number."""
    source = random.Random(5)  # noqa: S311  # must be the same each time
    found = []
    for record in day:
        hours = source.choice((0, 0, 0, 0, 0.01, 0.5, 2, 30)) * source.random()
        found.append(replace(record, arrived_at_ms=record.arrived_at_ms + int(hours * _HOUR_MS)))
        chance = source.random()
        if chance < 0.05:
            found.append(replace(record, arrived_at_ms=record.arrived_at_ms + 1_000))
        elif chance < 0.07:
            wrong = record.data.replace(b'"currency"', b'"status":"pending","currency"', 1)
            found.append(replace(record, data=wrong))
        elif chance < 0.09:
            found.append(replace(record, data=record.data[:-9]))
        elif chance < 0.10:
            leak = record.data.replace(b'"order_id":"', b'"order_id":"4111111111111111.', 1)
            found.append(replace(record, data=leak))
    found.sort(key=lambda record: record.arrived_at_ms)
    return [
        replace(record, event_id=f"shardId-000000000000:{number}", sequence_number=str(number))
        for number, record in enumerate(found)
    ]


def _month(transactions: int) -> Iterator[StreamRecord]:
    """A month of few customers and shops, so that profiles, risks and refunds have a past."""
    source = random.Random(7)  # noqa: S311  # must be the same each time
    encode = msgspec.json.Encoder().encode
    moments = sorted(source.random() * 30 for _ in range(transactions))
    earlier: list[Transaction] = []
    for number, days in enumerate(moments):
        at = DATE + timedelta(milliseconds=int(days * 86_400_000))
        made = _follow_up(source, number, earlier) or _payment(source, number)
        made = msgspec.structs.replace(made, occurred_at=at)
        earlier.append(made)
        yield StreamRecord(
            event_id=f"shardId-000000000000:{number}",
            sequence_number=str(number),
            partition_key=made.account.id,
            arrived_at_ms=int(at.timestamp() * 1000) + 300,
            data=encode(made),
        )


def _follow_up(
    source: random.Random, number: int, earlier: Sequence[Transaction]
) -> Transaction | None:
    event = source.choice(("payment",) * 9 + ("capture", "refund", "chargeback"))
    if event == "payment" or not earlier:
        return None
    original = source.choice(earlier[-400:])
    if original.event != "payment":
        return None
    return msgspec.structs.replace(
        original,
        transaction_id=f"m{number}",
        event=event,
        status="approved",
        original_transaction_id=original.transaction_id,
        refund_to_other_instrument=event == "refund" and source.random() < 0.2,
        chargeback_reason="fraud" if event == "chargeback" else None,
    )


def _payment(source: random.Random, number: int) -> Transaction:
    customer = source.randrange(120)
    at = DATE
    method = source.choice(_METHODS)
    place = source.random() < 0.7
    return Transaction(
        schema_version=1,
        transaction_id=f"m{number}",
        order_id=f"o{number}",
        event="payment",
        occurred_at=at,
        amount=int(source.paretovariate(1.2) * 800),
        currency="JPY",
        account=Account(
            id=f"customer-{customer}",
            changed_at=None if customer % 3 else DATE + timedelta(days=customer % 30),
            signed_in_at=DATE + timedelta(days=number % 30) if customer % 2 else None,
            email=f"mail-of-{customer}" if customer % 5 else None,
        ),
        merchant_id=f"shop-{source.randrange(40)}",
        method=method,
        status=source.choice(("approved", "approved", "approved", "declined", "pending")),
        card=Card(
            token=f"card-no-{customer}-{source.randrange(3)}",
            bin=source.choice(("457123", "52001234", None)),
            country=source.choice(("JP", "US", None)),
        )
        if method == "card" and number % 11
        else None,
        device=Device(token=f"device-{source.randrange(150)}") if number % 7 else None,
        ip=Ip(
            token=f"ip-token-{source.randrange(60)}",
            network=f"network-{source.randrange(20)}",
            country=source.choice(("JP", "JP", "JP", "US", "CN", None)),
            kind=source.choice(("residential", "mobile", "vpn", "hosting", "tor", None)),
            latitude=35.0 + customer % 7 if place else None,
            longitude=139.0 + number % 3 if place else None,
        )
        if number % 13
        else None,
        ship_to=ShipTo(
            address=f"address-{source.randrange(90)}",
            recipient=f"name-of-{source.randrange(200)}" if number % 4 else None,
            country=source.choice(("JP", "US", None)),
            kind=source.choice(("home", "locker", "forwarder", "vacant", None)),
        )
        if number % 5
        else None,
        basket=Basket(
            categories=tuple(source.sample(_GOODS, 2)),
            quantity=source.randrange(1, 5),
            points_used=source.choice((0, 0, 500)),
            coupon=source.choice((None, "sign_up", "other")),
        )
        if number % 6
        else None,
        three_d_secure=source.choice(("authenticated", "attempted", "failed", "absent", None)),
    )


if __name__ == "__main__":
    main()
