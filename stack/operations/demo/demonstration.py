"""From a plan to a verdict: generate, start stores, stream, check, compare with the labels."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from stack.operations.demo.day_run import DayRun
from stack.operations.demo.progress import Progress
from stack.operations.demo.score import score
from stack.operations.demo.summary import Verdict
from stack.operations.system import Endpoints, private_stores
from stack.operations.traffic.chance import chance
from stack.operations.traffic.day import Day, DayPlan, make_day
from stack.operations.traffic.transport import Faults, Shipment, ship
from stack.processor.reconciliation import reconcile
from stack.processor.ruleset import load_rules
from stack.processor.verification import verify_ledger


def demonstrate(plan: DayPlan, show: Callable[[Progress], None]) -> Verdict:
    """Run the planned day on private stores; `show` sees the progress after every batch."""
    with private_stores() as endpoints, TemporaryDirectory(prefix="failed-") as bucket:
        day = make_day(plan)
        shipment = ship(day.events, chance(plan.seed, "transport"), Faults())
        run = DayRun(endpoints, load_rules(), Path(bucket), show)
        begin = perf_counter()
        with run.system:
            run.run(shipment.deliveries)
        seconds = perf_counter() - begin
        return _verdict(run, day, shipment, endpoints, seconds)


def _verdict(
    run: DayRun, day: Day, shipment: Shipment, endpoints: Endpoints, seconds: float
) -> Verdict:
    with endpoints.connect() as connection:
        return Verdict(
            score=score(day, shipment.distinct, run.alerted_transactions),
            counts=run.system.totals,
            sent=len(shipment.deliveries),
            lost=shipment.distinct - _stored(connection),
            unbalanced_hours=_unbalanced_hours(connection, run),
            ledger_intact=not verify_ledger(connection).faults,
            seconds=seconds,
            batch_p99_milliseconds=run.progress.batch_milliseconds(0.99, latest=0),
        )


def _stored(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM ledger.transactions").fetchone()
    return int(row[0]) if row else 0


def _unbalanced_hours(connection: psycopg.Connection, run: DayRun) -> int:
    hours = run.arrivals_by_hour.items()
    balances = (
        reconcile(connection, datetime.fromtimestamp(hour, UTC), expected)
        for hour, expected in hours
    )
    return sum(balance.difference != 0 for balance in balances)
