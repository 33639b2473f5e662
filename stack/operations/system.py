"""The processor on any two stores, put together as the Lambda functions put it together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

import psycopg
from valkey import Valkey

from stack.operations.interruption import interruption_held
from stack.operations.stores.postgres import LocalPostgres
from stack.operations.stores.redis import LocalRedis
from stack.processor.history import History
from stack.processor.ledger import Ledger
from stack.processor.migrations import migrate
from stack.processor.processor import Clock, Processor
from stack.processor.publisher import Alert, Publisher
from stack.processor.records import (
    BatchResponse,
    BatchResult,
    Counts,
    StreamRecord,
    records_of,
    response_to,
)
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
    """Processor and sweeper on two stores, with the counts of everything processed.

    Each has connections of its own, as the two functions have. Nothing connects before it is
    needed; `with` closes what was opened.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        rules: RuleSet,
        clock: Clock,
        publisher: Publisher | None = None,
    ) -> None:
        """Wire the parts. Without a publisher alerts stay in the outbox and nothing is swept."""
        self._ledgers = (Ledger(endpoints.connect), Ledger(endpoints.connect))
        self.processor = Processor(
            ledger=self._ledgers[0],
            history=History(endpoints.client, clock=clock),
            rules=rules,
            clock=clock,
            publisher=publisher,
        )
        self._sweeper = None
        if publisher is not None:
            self._sweeper = Sweeper(
                ledger=self._ledgers[1],
                history=History(endpoints.client, clock=clock),
                rules=rules,
                clock=clock,
                publisher=publisher,
            )
        self.totals = Counts()

    def handle(self, event: Mapping[str, object]) -> BatchResponse:
        """What the stream handler does with a Lambda event."""
        return response_to(self.process(records_of(event)))

    def sweep(self) -> None:
        """One round of what is not urgent."""
        if self._sweeper is not None:
            self._sweeper.sweep()

    def process(self, records: Sequence[StreamRecord]) -> BatchResult:
        """Process one batch and count it."""
        result = self.processor.process(records)
        for name in (each.name for each in fields(Counts)):
            setattr(self.totals, name, getattr(self.totals, name) + getattr(result.counts, name))
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for ledger in self._ledgers:
            ledger.drop()


@contextmanager
def stores_or_private(endpoints: Endpoints | None) -> Iterator[Endpoints]:
    """The given stores, or private ones in their place."""
    if endpoints is not None:
        yield endpoints
        return
    with private_stores() as private:
        yield private


@contextmanager
def private_stores() -> Iterator[Endpoints]:
    """A migrated ledger and an empty history that vanish afterwards."""
    with ExitStack() as stores:
        with interruption_held():
            # A server that is half started belongs to nobody who could stop it.
            directory = Path(stores.enter_context(TemporaryDirectory(prefix="stores-")))
            postgres = stores.enter_context(LocalPostgres(directory / "ledger"))
            redis = stores.enter_context(LocalRedis(directory))
        endpoints = Endpoints(postgres.uri, redis.url)
        with endpoints.connect() as connection:
            migrate(connection)
        yield endpoints
