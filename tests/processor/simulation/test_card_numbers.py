"""Card numbers in any field of a record: kept nowhere, shown nowhere."""

import json
import logging
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from psycopg import sql

from stack.operations.traffic.transport import Delivery
from tests.processor.simulation.rig import NewRig, Stores
from tests.processor.simulation.traffic import delivery, proof_size, two_busy_hours
from tests.stores import Database, Redis

# Test numbers that the card schemes publish; they pass the Luhn test and belong to nobody.
NUMBERS = (
    "4111111111111111",
    "5555555555554444",
    "3530111333300000",
    "378282246310005",
    "30569309025904",
)
WRITINGS = (
    lambda number: number,
    lambda number: "-".join(number[i : i + 4] for i in range(0, len(number), 4)),
    lambda number: " ".join(number[i : i + 4] for i in range(0, len(number), 4)),
)
PLACES = (
    ("order_id",),
    ("merchant_id",),
    ("account", "id"),
    ("account", "email"),
    ("card", "token"),
    ("device", "token"),
    ("ship_to", "recipient"),
    ("memo",),
)


def with_number(data: bytes, place: tuple[str, ...], text: str) -> bytes:
    record = json.loads(data)
    part = record
    for name in place[:-1]:
        part = part.setdefault(name, {})
    part[place[-1]] = text
    return json.dumps(record).encode()


def canaries() -> Iterator[tuple[str, tuple[str, ...], str]]:
    for number, place, writing in zip(cycle(NUMBERS), cycle(PLACES), cycle(WRITINGS), strict=False):
        yield number, place, writing(number)


def test_no_card_number_survives_anywhere(
    stores: Stores,
    tmp_path: Path,
    new_rig: NewRig,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    deliveries: list[Delivery] = []
    planted = 0
    source = canaries()
    for number, event in enumerate(two_busy_hours(proof_size(600))):
        sent = delivery(event)
        if number % 5 == 0:
            planted += 1
            _, place, text = next(source)
            sent = Delivery(sent.at, sent.key, with_number(sent.data, place, text))
        deliveries.append(sent)

    rig = new_rig(stores)
    rig.deliver(deliveries)
    rig.system.sweep()

    assert rig.system.totals.quarantined == planted
    written = capfd.readouterr()
    places = {
        "tables": "\n".join(every_row(stores.database)),
        "history": "\n".join(every_history_member(stores.redis)),
        "logs": caplog.text + written.out + written.err,
        "alerts": "\n".join(f"{alert.alert_id} {alert.body}" for alert in rig.alert_log.alerts),
        "bucket": "".join(p.read_text() for p in tmp_path.rglob("*") if p.is_file()),
    }
    found = {
        name: [number for number in NUMBERS if number in without_separators(text)]
        for name, text in places.items()
    }
    assert found == {name: [] for name in places}
    assert places["tables"]
    assert places["history"]


def without_separators(text: str) -> str:
    return text.replace("-", "").replace(" ", "")


def every_row(database: Database) -> Iterator[str]:
    """All tables as text; binary columns as the text that their bytes spell."""
    names = "SELECT tablename FROM pg_tables WHERE schemaname = 'ledger'"
    with database.connect() as connection:
        for (name,) in connection.execute(names).fetchall():
            query = sql.SQL("SELECT * FROM {}").format(sql.Identifier("ledger", name))
            for row in connection.execute(query):
                yield " ".join(spelled(value) for value in row)


def spelled(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def every_history_member(redis: Redis) -> Iterator[str]:
    client = redis.client()
    for key in client.scan_iter():
        yield key.decode("latin-1")
        if client.type(key) == b"zset":
            yield from (member.decode("latin-1") for member in client.zrange(key, 0, -1))
