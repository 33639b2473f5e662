"""Transactions a second, end to end, beside what each store can take alone.

    python -m benchmarks.processor.throughput [--transactions N] [--store-share S] [--rounds R]

Four figures that must not be mixed up: what one process reaches end to end while it waits for its
stores in turn; what several processes reach together, as the stream's parallel lanes run them; what
a core of Python alone decides (a million over its CPU microseconds a transaction); and what each
store takes alone. The stores' own limits come from the same run: the very statements and scripts of
the run at batch 100, sent again to empty stores by the thinnest client there is.

A store that is driven alone has all cores of this machine; beside the processor it has to share
them. `--store-share` holds each store to that part of one core, alone and beside the processor,
as if it stood on a machine of its own. Everything is done in several rounds and the least disturbed
one is shown: other machines on the same hardware can halve a rate for seconds.
"""

import gc
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from threading import Barrier
from time import perf_counter, process_time
from typing import Any, Self
from zlib import crc32

import psycopg
from valkey import Valkey
from valkey.client import Pipeline

from benchmarks.processor.cpu_share import CpuShareError
from benchmarks.processor.parts import Cpu, cpu_now, day_records
from benchmarks.processor.stores import measured_stores
from stack.operations.clock import SimulatedClock
from stack.operations.system import Endpoints
from stack.processor.arrays import register
from stack.processor.history import History
from stack.processor.ledger import Ledger
from stack.processor.processor import Clock, Processor
from stack.processor.records import StreamRecord
from stack.processor.ruleset import load_rules

Stores = Callable[[], AbstractContextManager[Endpoints]]

BATCHES = (1, 10, 100, 500)
LANES = (2, 3)
LANE_BATCH = 100


@dataclass(slots=True)
class Recording:
    """Everything that one run sent to the stores, batch by batch."""

    statements: list[list[tuple[Any, Any]]] = field(default_factory=list)
    pipelines: list[list[object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """One pass at one batch size, of one process or of several together."""

    transactions: int
    seconds: float
    batch_seconds: Sequence[float]
    cpu: Cpu

    @property
    def rate(self) -> float:
        """Transactions a second."""
        return self.transactions / self.seconds

    def quantile_ms(self, quantile: float) -> float:
        """A quantile of the batches' durations."""
        ordered = sorted(self.batch_seconds)
        return ordered[int(quantile * (len(ordered) - 1))] * 1000

    def line(self, name: str) -> str:
        """One line of the table."""
        each = 1e6 / self.transactions
        python = self.cpu.python * each
        return (
            f"{name:<14}{self.rate:>8,.0f}"
            f"{self.quantile_ms(0.5):>8.1f}{self.quantile_ms(0.99):>8.1f}"
            f"{python:>9.0f}{self.cpu.redis * each:>7.0f}{self.cpu.postgres * each:>10.0f}"
            f"{1e6 / python:>16,.0f}"
        )


def main() -> None:
    """Measure all batch sizes, the lanes, then the stores alone, and print one table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=20_000)
    parser.add_argument("--store-share", type=float, help="part of a core that each store has")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    stores = partial(measured_stores, arguments.store_share)
    try:
        _measure(arguments.transactions, stores, range(arguments.rounds))
    except CpuShareError as error:
        raise SystemExit(str(error)) from None


def _measure(transactions: int, stores: Stores, rounds: range) -> None:
    records = day_records(transactions)
    # A function's process holds no day of records for the collector to look through.
    gc.freeze()
    print("batch             tx/s  p50 ms  p99 ms   CPU us/tx: python  redis  postgres  per core")
    runs = {}
    for batch in BATCHES:
        # Single records are slow, and their figures settle soon.
        taken = records[: len(records) // 10 if batch == 1 else None]
        runs[str(batch)] = _fastest(_run(stores, taken, batch) for _ in rounds)
        print(runs[str(batch)].line(str(batch)), flush=True)
    for lanes in LANES:
        name = f"{LANE_BATCH}, {lanes} lanes"
        runs[name] = _fastest(_lanes(stores, transactions, lanes) for _ in rounds)
        print(runs[name].line(name), flush=True)
    recording = _recorded(records)
    redis = len(records) / min(_redis_seconds(stores, recording) for _ in rounds)
    postgres = len(records) / min(_postgres_seconds(stores, recording) for _ in rounds)
    print(f"alone at batch {LANE_BATCH}: redis {redis:,.0f}/s, postgres {postgres:,.0f}/s")
    for name, run in runs.items():
        if name.startswith(str(LANE_BATCH)):
            print(f"{name}: {run.rate / min(redis, postgres):.0%} of the slower store alone")


def _fastest(runs: Iterable[Run]) -> Run:
    return min(runs, key=lambda run: run.seconds)


def _run(stores: Stores, records: Sequence[StreamRecord], batch: int) -> Run:
    with stores() as endpoints:
        clock = SimulatedClock(records[0].arrived_at_ms / 1000)
        processor = _processor(endpoints.connect, endpoints.client, clock.read_milliseconds)
        before = cpu_now(endpoints)
        begin = perf_counter()
        durations = _drive(processor, clock, records, batch)
        seconds = perf_counter() - begin
        cpu = cpu_now(endpoints).since(before)
    return Run(len(records), seconds, durations, cpu)


def _drive(
    processor: Processor, clock: SimulatedClock, records: Sequence[StreamRecord], batch: int
) -> list[float]:
    durations = []
    for start in range(0, len(records), batch):
        delivered = records[start : start + batch]
        clock.advance_to(delivered[-1].arrived_at_ms / 1000)
        moment = perf_counter()
        result = processor.process(delivered)
        durations.append(perf_counter() - moment)
        if result.failed_sequence_number is not None:
            raise SystemExit("a batch failed: these figures would mean nothing")
    return durations


@dataclass(frozen=True, slots=True)
class _Lane:
    transactions: int
    cpu_seconds: float
    batch_seconds: Sequence[float]


def _lanes(stores: Stores, transactions: int, count: int) -> Run:
    """The same day in lanes by account, each a process of its own, on the same stores."""
    with stores() as endpoints, get_context("spawn").Manager() as manager:
        barrier = manager.Barrier(count + 1)
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            lanes = [
                pool.submit(_lane, endpoints, (lane, count), transactions, barrier)
                for lane in range(count)
            ]
            barrier.wait()
            before = cpu_now(endpoints)
            begin = perf_counter()
            barrier.wait()
            seconds = perf_counter() - begin
            # While the connections are open, and so their server processes there.
            spent = cpu_now(endpoints).since(before)
            barrier.wait()
            done = [lane.result() for lane in lanes]
    cpu = Cpu(sum(lane.cpu_seconds for lane in done), spent.redis, spent.postgres)
    durations = [each for lane in done for each in lane.batch_seconds]
    return Run(sum(lane.transactions for lane in done), seconds, durations, cpu)


def _lane(
    endpoints: Endpoints, which: tuple[int, int], transactions: int, barrier: Barrier
) -> _Lane:
    lane, count = which
    records = [
        record
        for record in day_records(transactions)
        if crc32(record.partition_key.encode()) % count == lane
    ]
    gc.freeze()
    clock = SimulatedClock(records[0].arrived_at_ms / 1000)
    processor = _processor(endpoints.connect, endpoints.client, clock.read_milliseconds)
    barrier.wait()
    spent = process_time()
    durations = _drive(processor, clock, records, LANE_BATCH)
    spent = process_time() - spent
    for _ in ("done", "measured"):
        barrier.wait()
    return _Lane(len(records), spent, durations)


def _processor(
    connect: Callable[[], psycopg.Connection], client: Callable[[], Valkey], clock: Clock
) -> Processor:
    return Processor(
        ledger=Ledger(connect),
        history=History(client, clock=clock),
        rules=load_rules(),
        clock=clock,
    )


def _recorded(records: Sequence[StreamRecord]) -> Recording:
    """A run at batch 100 of its own, as keeping all that is sent costs time."""
    recording = Recording()

    class RecordingCursor(psycopg.Cursor[tuple[object, ...]]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Self:  # noqa: ANN401
            if "ledger.read_context" in str(query):
                recording.statements.append([])
            if "ledger.re" in str(query):
                recording.statements[-1].append((query, params))
            return super().execute(query, params, **options)

    class RecordingValkey(Valkey):
        def pipeline(self, transaction: Any = True, shard_hint: Any = None) -> Pipeline:  # noqa: ANN401, FBT002
            made = super().pipeline(transaction, shard_hint)
            recording.pipelines.append(made.command_stack)
            return made

    with measured_stores() as endpoints:

        def connect() -> psycopg.Connection:
            connection = endpoints.connect()
            connection.cursor_factory = RecordingCursor
            return connection

        clock = SimulatedClock(records[0].arrived_at_ms / 1000)
        client = partial(RecordingValkey.from_url, endpoints.history)
        _drive(_processor(connect, client, clock.read_milliseconds), clock, records, 100)
    return recording


def _postgres_seconds(stores: Stores, recording: Recording) -> float:
    with stores() as endpoints, endpoints.connect() as connection:
        register(connection)
        with _timed() as elapsed:
            for context, *portions in recording.statements:
                connection.execute(*context).fetchone()
                with connection.pipeline(), connection.transaction():
                    for portion in portions:
                        connection.execute(*portion)
    return elapsed[0]


def _redis_seconds(stores: Stores, recording: Recording) -> float:
    with stores() as endpoints, endpoints.client() as client:
        History(endpoints.client, clock=lambda: 0).observe({})  # loads the script
        with _timed() as elapsed:
            for commands in recording.pipelines:
                pipeline = client.pipeline(transaction=False)
                pipeline.command_stack = list(commands)
                pipeline.execute(raise_on_error=True)
    return elapsed[0]


@contextmanager
def _timed() -> Iterator[list[float]]:
    elapsed = [0.0]
    begin = perf_counter()
    yield elapsed
    elapsed[0] = perf_counter() - begin


if __name__ == "__main__":
    main()
