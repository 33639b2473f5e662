"""The processor on any two stores, put together as the Lambda functions put it together."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psycopg
from valkey import Valkey

from stack.operations.stores.postgres import LocalPostgres
from stack.operations.stores.redis import LocalRedis
from stack.processor.history import History
from stack.processor.ledger import Ledger
from stack.processor.migrations import migrate
from stack.processor.processor import Processor
from stack.processor.publisher import Alert
from stack.processor.records import BatchResponse, BatchResult, Counts, records_of, response_to
from stack.processor.ruleset import RuleSet
from stack.processor.sweeper import Sweeper

_OPERATION_SECONDS: Final = 0.2
_CONNECT_SECONDS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the stores are: a libpq URI and a Redis URL."""

    ledger: str
    history: str

    def connect(self) -> psycopg.Connection:
        """A ledger connection with the processor's own settings."""
        return psycopg.connect(self.ledger, autocommit=True, prepare_threshold=None)

    def client(self) -> Valkey:
        """A history client with the processor's own time-outs."""
        return Valkey.from_url(
            self.history,
            socket_timeout=_OPERATION_SECONDS,
            socket_connect_timeout=_CONNECT_SECONDS,
        )


@dataclass(slots=True)
class AlertLog:
    """A publisher that keeps alerts, and hands each to an observer."""

    observe: Callable[[Alert], None] = lambda _alert: None
    alerts: list[Alert] = field(default_factory=list)

    def publish(self, alert: Alert) -> None:
        """Keep one alert."""
        self.alerts.append(alert)
        self.observe(alert)


class System:
    """Processor and sweeper over two stores, with the counts of everything processed."""

    def __init__(
        self,
        endpoints: Endpoints,
        rules: RuleSet,
        clock: Callable[[], int],
        publisher: AlertLog,
    ) -> None:
        """Wire the parts; nothing connects yet. `clock` gives milliseconds since the epoch."""
        ledger = Ledger(endpoints.connect)
        history = History(endpoints.client, clock=clock)
        self.processor = Processor(
            ledger=ledger, history=history, rules=rules, clock=clock, publisher=publisher
        )
        self.sweeper = Sweeper(
            ledger=ledger, history=history, rules=rules, clock=clock, publisher=publisher
        )
        self.totals = Counts()

    def handle(self, event: Mapping[str, object]) -> BatchResponse:
        """What the stream handler does with a Lambda event."""
        result = self.processor.process(records_of(event))
        self._count(result)
        return response_to(result)

    def _count(self, result: BatchResult) -> None:
        for name in (each.name for each in fields(Counts)):
            setattr(self.totals, name, getattr(self.totals, name) + getattr(result.counts, name))


@contextmanager
def private_stores() -> Iterator[Endpoints]:
    """A migrated ledger and an empty history that vanish afterwards."""
    with (
        TemporaryDirectory(prefix="stores-") as directory,
        LocalPostgres(Path(directory) / "ledger") as postgres,
        LocalRedis(Path(directory)) as redis,
    ):
        endpoints = Endpoints(postgres.uri, redis.url)
        with endpoints.connect() as connection:
            migrate(connection)
        yield endpoints
