"""The whole path in one object: stream, event source mapping, processor, sweeper, real stores."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from stack.operations.clock import SimulatedClock
from stack.operations.simulator.destination import BucketDirectory
from stack.operations.simulator.lane import Consumer
from stack.operations.simulator.mapping import EventSourceMapping
from stack.operations.simulator.settings import MappingSettings
from stack.operations.simulator.stream import Stream
from stack.operations.system import AlertLog, Endpoints, System
from stack.operations.traffic.transport import Delivery
from stack.processor.reconciliation import reconcile
from stack.processor.ruleset import load_rules
from tests.stores import Database, Redis

MAPPING = MappingSettings(
    batch_size=100,
    parallelization_factor=2,
    bisect_on_function_error=True,
    maximum_retry_attempts=20,
    report_batch_item_failures=True,
)


IN_ONE_LANE = replace(MAPPING, parallelization_factor=1, bisect_on_function_error=False)
"""Every run makes the same batches in the same order, whatever fails: runs can be compared."""

Function = Callable[[Mapping[str, object]], object]


@dataclass(frozen=True)
class Stores:
    """A ledger and a history that belong together."""

    database: Database
    redis: Redis

    @property
    def endpoints(self) -> Endpoints:
        uri = self.database.server.uri(self.database.name)
        return Endpoints(uri, f"redis://127.0.0.1:{self.redis.port}")


class NewRig(Protocol):
    """Makes a rig that is closed when the test ends; `function` replaces the processor."""

    def __call__(
        self, database: Database, redis: Redis, function: Function | None = None
    ) -> "Rig": ...


@dataclass
class Rig:
    """Deliver records, then ask the ledger what became of them."""

    endpoints: Endpoints
    bucket: Path
    in_one_lane: bool = False
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(0.0))
    alert_log: AlertLog = field(default_factory=AlertLog)
    function: Function | None = None

    def __post_init__(self) -> None:
        now = self.clock.read_milliseconds
        self.system = System(self.endpoints, load_rules(), now, self.alert_log)
        self.stream = Stream(1 if self.in_one_lane else 2, self.clock.read)
        self._arrivals: Counter[int] = Counter()
        self.use(self.function or self.system.handle)

    def use(self, function: Function) -> None:
        """Attach another function to the stream, from its beginning."""
        destination = BucketDirectory(self.bucket)
        settings = IN_ONE_LANE if self.in_one_lane else MAPPING
        consumer = Consumer(function, settings, self.clock.read, destination)
        self.mapping = EventSourceMapping(self.stream, consumer)

    def deliver(self, deliveries: Iterable[Delivery]) -> None:
        """Put all records, and let each batch be settled as soon as it is full."""
        for number, delivery in enumerate(deliveries, 1):
            self.put(delivery)
            if number % MAPPING.batch_size == 0:
                self.mapping.drain()
        self.mapping.drain()

    def put(self, delivery: Delivery) -> None:
        self.clock.advance_to(delivery.at)
        self.stream.put(delivery.key, delivery.data)
        self._arrivals[int(self.clock.seconds // 3600)] += 1

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.endpoints.connect() as connection:
            return connection.execute(query).fetchall()

    def stored_ids(self) -> list[object]:
        return [row[0] for row in self.rows("SELECT transaction_id FROM ledger.transactions")]

    def decisions(self) -> dict[object, tuple[object, ...]]:
        """What was decided first for each transaction."""
        query = (
            "SELECT transaction_id, score, band, status, document"
            " FROM ledger.decisions WHERE revision = 1"
        )
        return {row[0]: row[1:] for row in self.rows(query)}

    def alert_ids(self) -> list[object]:
        return [row[0] for row in self.rows("SELECT alert_id FROM ledger.alerts")]

    def differences(self) -> dict[int, int]:
        """Hours of arrival that do not balance against what the stream itself counted."""
        with self.endpoints.connect() as connection:
            balances = {
                hour: reconcile(connection, datetime.fromtimestamp(hour * 3600, UTC), expected)
                for hour, expected in self._arrivals.items()
            }
        return {hour: each.difference for hour, each in balances.items() if each.difference}
