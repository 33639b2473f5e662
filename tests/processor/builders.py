"""Records, and a processor on real stores whose clock the test moves."""

import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg
from valkey import Valkey

from stack.processor.history import History
from stack.processor.ledger import Ledger
from stack.processor.processor import Processor
from stack.processor.publisher import Alert
from stack.processor.records import BatchResult, StreamRecord
from stack.processor.ruleset import RuleSet, load_rules
from stack.processor.sweeper import Sweeper, SweepReport
from tests.stores import Database, Redis

START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
START_MS = round(START.timestamp() * 1000)
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

_SEQUENCE = itertools.count(1)


def payment(number: int | str = 1, *, after_ms: int = 0, **changes: object) -> dict[str, object]:
    """A card payment `after_ms` after START; `changes` replace its members, None drops one."""
    record: dict[str, object] = {
        "schema_version": 1,
        "transaction_id": f"tx-{number}",
        "order_id": f"order-{number}",
        "event": "payment",
        "occurred_at": (START + timedelta(milliseconds=after_ms)).isoformat(),
        "amount": 3_000,
        "currency": "JPY",
        "account": {"id": "account-1"},
        "merchant_id": "shop-1",
        "method": "card",
        "card": {"token": "card-token-1", "bin": "45971234", "country": "JP"},
        "device": {"token": "device-1"},
        "ip": {"token": "ip-token-1", "network": "network-1", "country": "JP"},
        "ship_to": {"address": "address-1", "recipient": "recipient-1", "country": "JP"},
        "three_d_secure": "attempted",
    }
    record |= changes
    return {name: value for name, value in record.items() if value is not None}


def follow_up(number: int | str, event: str, of: str, **changes: object) -> dict[str, object]:
    """A capture, refund or chargeback of an earlier payment."""
    bare = {"card": None, "device": None, "ip": None, "ship_to": None, "three_d_secure": None}
    original = {"original_transaction_id": of}
    return payment(number, event=event, **{**bare, **original, **changes})


def record(
    data: dict[str, object] | bytes, *, arrived_ms: int | None = None, sequence: int | None = None
) -> StreamRecord:
    """A stream record; one that arrived half a second after the event, unless told otherwise."""
    number = next(_SEQUENCE) if sequence is None else sequence
    payload = data if isinstance(data, bytes) else json.dumps(data).encode()
    if arrived_ms is None:
        occurred = data.get("occurred_at") if isinstance(data, dict) else None
        moment = datetime.fromisoformat(str(occurred)) if occurred else START
        arrived_ms = round(moment.timestamp() * 1000) + 500
    return StreamRecord(
        event_id=f"shardId-000000000000:{number:056d}",
        sequence_number=f"{number:056d}",
        partition_key="account-1",
        arrived_at_ms=arrived_ms,
        data=payload,
    )


def records(*data: dict[str, object] | bytes) -> list[StreamRecord]:
    return [record(one) for one in data]


@dataclass
class Outbound:
    """A publisher that keeps what it was given, or fails."""

    alerts: list[Alert] = field(default_factory=list)
    broken: bool = False

    def publish(self, alert: Alert) -> None:
        if self.broken:
            raise TimeoutError
        self.alerts.append(alert)


@dataclass
class Rig:
    """The processor and the sweeper on a database and a Redis of the test's own."""

    database: Database
    redis: Redis
    now_ms: int = START_MS + 1_000
    rules: RuleSet = field(default_factory=load_rules)
    outbound: Outbound = field(default_factory=Outbound)
    ledger_down: bool = False

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.connect)
        self.history = History(self.client, clock=self.clock)
        self.processor = Processor(
            ledger=self.ledger,
            history=self.history,
            rules=self.rules,
            clock=self.clock,
            publisher=self.outbound,
        )
        self.sweeper_ledger = Ledger(self.connect)
        self.sweeper = Sweeper(
            ledger=self.sweeper_ledger,
            history=History(self.client, clock=self.clock),
            rules=self.rules,
            clock=self.clock,
            publisher=self.outbound,
        )

    def clock(self) -> int:
        return self.now_ms

    def client(self) -> Valkey:
        return self.redis.client()

    def connect(self) -> psycopg.Connection:
        if self.ledger_down:
            raise psycopg.OperationalError("no route to host")
        connection = self.database.connect()
        connection.execute("SET ROLE ledger_writer")
        return connection

    def know_all_history(self) -> None:
        """Declare an empty history complete, as a warm-up from an empty ledger does."""
        self.history.backdate(self.history.epochs(), 0)

    def process(self, *data: dict[str, object] | bytes) -> BatchResult:
        return self.processor.process(records(*data))

    def feed(self, batch: Sequence[StreamRecord]) -> BatchResult:
        return self.processor.process(batch)

    def sweep(self, after_ms: int = 0) -> SweepReport:
        self.now_ms += after_ms
        return self.sweeper.sweep()

    def ask(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        with self.database.connect() as connection:
            return connection.execute(query, list(parameters)).fetchall()

    def one(self, query: str, *parameters: object) -> object:
        return self.ask(query, *parameters)[0][0]

    def close(self) -> None:
        self.ledger.drop()
        self.sweeper_ledger.drop()


RigMaker = Callable[..., Rig]
