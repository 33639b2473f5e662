"""CPU time of the three parts, and the traffic they work on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import process_time

import psycopg
from valkey import Valkey

from stack.operations.system import Endpoints
from stack.operations.traffic.curve import JAPAN
from stack.operations.traffic.day import DayPlan, make_day
from stack.operations.traffic.wire import encoded, partition_key
from stack.processor.records import StreamRecord

DATE = datetime(2026, 11, 20, tzinfo=JAPAN)


@dataclass(frozen=True, slots=True)
class Cpu:
    """CPU seconds so far: this process, the Redis server, all PostgreSQL backends."""

    python: float
    redis: float
    postgres: float

    def since(self, earlier: "Cpu") -> "Cpu":
        """What was spent in between."""
        return Cpu(
            self.python - earlier.python,
            self.redis - earlier.redis,
            self.postgres - earlier.postgres,
        )


def cpu_now(endpoints: Endpoints) -> Cpu:
    """Read all three; needs /proc for PostgreSQL."""
    with Valkey.from_url(endpoints.history) as client:
        usage = client.info("cpu")
    redis = float(usage["used_cpu_user"]) + float(usage["used_cpu_sys"])
    return Cpu(process_time(), redis, _postgres_seconds(endpoints))


def _postgres_seconds(endpoints: Endpoints) -> float:
    with psycopg.connect(endpoints.ledger) as connection:
        row = connection.execute(
            "SELECT array_agg(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        ).fetchone()
    return sum(map(_process_seconds, row[0] if row and row[0] else ()))


def _process_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    ticks_a_second = 100
    return (int(fields[11]) + int(fields[12])) / ticks_a_second


def recycle_log(endpoints: Endpoints) -> None:
    """Let PostgreSQL have used its log's files before, as any server has that ran for an hour.

    A new one of 16 MB has to be written full first, which holds one commit up for 30 ms.
    """
    with endpoints.connect() as connection:
        connection.execute("ALTER SYSTEM SET min_wal_size = '320MB'")
        connection.execute("SELECT pg_reload_conf()")
        for _ in range(16):
            connection.execute("SELECT pg_logical_emit_message(false, '', 'x')")
            connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")


def day_records(transactions: int) -> Sequence[StreamRecord]:
    """A generated day as the stream would deliver it, in order."""
    plan = DayPlan(DATE, transactions=transactions, incidents_per_pattern=2)
    events = [event for event in make_day(plan).events if event.at >= DATE.timestamp()]
    return [
        StreamRecord(
            event_id=f"shardId-000000000000:{number}",
            sequence_number=str(number),
            partition_key=partition_key(event),
            arrived_at_ms=int(event.at * 1000) + 200,
            data=encoded(event),
        )
        for number, event in enumerate(events)
    ]
