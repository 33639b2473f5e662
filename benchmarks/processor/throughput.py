"""Transactions a second of one process, end to end, beside what each store can take alone.

    python -m benchmarks.processor.throughput [--transactions N]

The stores' own limits come from the same run: the very statements and scripts of the run at batch
100, sent again to empty stores by the thinnest client there is. What the processor reaches of the
slower one's limit is what its own work costs.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import psycopg
from valkey import Valkey
from valkey.client import Pipeline

from benchmarks.processor.parts import Cpu, cpu_now, day_records
from stack.operations.clock import SimulatedClock
from stack.operations.system import Endpoints, private_stores
from stack.processor.history import History
from stack.processor.ledger import Ledger
from stack.processor.processor import Clock, Processor
from stack.processor.records import StreamRecord
from stack.processor.ruleset import load_rules

BATCHES = (1, 10, 100, 500)


@dataclass(slots=True)
class Recording:
    """Everything that one run sent to the stores."""

    statements: list[tuple[object, ...]] = field(default_factory=list)
    pipelines: list[list[object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """One pass at one batch size."""

    batch: int
    transactions: int
    seconds: float
    batch_seconds: Sequence[float]
    cpu: Cpu
    recording: Recording

    @property
    def rate(self) -> float:
        """Transactions a second."""
        return self.transactions / self.seconds

    def quantile_ms(self, quantile: float) -> float:
        """A quantile of the batches' durations."""
        ordered = sorted(self.batch_seconds)
        return ordered[int(quantile * (len(ordered) - 1))] * 1000


def main() -> None:
    """Measure all batch sizes, then the stores alone, and print one table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=20_000)
    records = day_records(parser.parse_args().transactions)
    print("batch     tx/s   p50 ms   p99 ms   CPU us a transaction: python  redis  postgres")
    runs = {}
    for batch in BATCHES:
        # Single records are slow, and their figures settle soon.
        runs[batch] = run = _run(records[: len(records) // 10 if batch == 1 else None], batch)
        each = 1e6 / run.transactions
        print(
            f"{batch:>5} {run.rate:>8,.0f}"
            f" {run.quantile_ms(0.5):>8.1f} {run.quantile_ms(0.99):>8.1f}"
            f"{run.cpu.python * each:>35.0f}{run.cpu.redis * each:>7.0f}"
            f"{run.cpu.postgres * each:>10.0f}"
        )
    redis, postgres = _redis_alone(runs[100]), _postgres_alone(runs[100])
    print(f"alone at batch 100: redis {redis:,.0f}/s, postgres {postgres:,.0f}/s")
    print(f"end to end is {runs[100].rate / min(redis, postgres):.0%} of the slower store alone")


def _run(records: Sequence[StreamRecord], batch: int) -> Run:
    with private_stores() as endpoints:
        recording, durations = Recording(), []
        clock = SimulatedClock(records[0].arrived_at_ms / 1000)
        processor = _processor(endpoints, recording, clock.read_milliseconds)
        before = cpu_now(endpoints)
        begin = perf_counter()
        for start in range(0, len(records), batch):
            delivered = records[start : start + batch]
            clock.advance_to(delivered[-1].arrived_at_ms / 1000)
            moment = perf_counter()
            result = processor.process(delivered)
            durations.append(perf_counter() - moment)
            if result.failed_sequence_number is not None:
                raise SystemExit("a batch failed: these figures would mean nothing")
        seconds = perf_counter() - begin
        cpu = cpu_now(endpoints).since(before)
    return Run(batch, len(records), seconds, durations, cpu, recording)


def _processor(endpoints: Endpoints, recording: Recording, clock: Clock) -> Processor:
    class RecordingCursor(psycopg.Cursor[tuple[object, ...]]):
        def execute(self, query, params=None, **options):  # noqa: ANN001, ANN003, ANN202
            if "ledger.record_" in str(query):
                recording.statements.append((query, params))
            return super().execute(query, params, **options)

    class RecordingValkey(Valkey):
        def pipeline(self, transaction=True, shard_hint=None) -> Pipeline:  # noqa: ANN001, FBT002
            made = super().pipeline(transaction, shard_hint)
            recording.pipelines.append(made.command_stack)
            return made

    def connect() -> psycopg.Connection:
        connection = endpoints.connect()
        connection.cursor_factory = RecordingCursor
        return connection

    history = History(lambda: RecordingValkey.from_url(endpoints.history), clock=clock)
    # As after a warm-up: an empty history beside an empty ledger lacks nothing.
    history.backdate(history.epochs(), 0)
    return Processor(
        ledger=Ledger(connect),
        history=history,
        rules=load_rules(),
        clock=clock,
    )


def _postgres_alone(run: Run) -> float:
    with private_stores() as endpoints, endpoints.connect() as connection, _timed() as elapsed:
        for query, params in run.recording.statements:
            connection.execute(query, params)
    return run.transactions / elapsed[0]


def _redis_alone(run: Run) -> float:
    with private_stores() as endpoints, endpoints.client() as client:
        History(endpoints.client, clock=lambda: 0).observe({})  # loads the script
        with _timed() as elapsed:
            for commands in run.recording.pipelines:
                pipeline = client.pipeline(transaction=False)
                pipeline.command_stack = list(commands)
                pipeline.execute(raise_on_error=True)
    return run.transactions / elapsed[0]


@contextmanager
def _timed() -> Iterator[list[float]]:
    elapsed = [0.0]
    begin = perf_counter()
    yield elapsed
    elapsed[0] = perf_counter() - begin


if __name__ == "__main__":
    main()
