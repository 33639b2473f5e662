"""The operator's commands run on real stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from stack.operations.cli import main
from stack.operations.traffic.curve import JAPAN
from stack.operations.traffic.day import DayPlan, make_day
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.wire import encoded
from tests.stores import Database, Redis, database, postgres_server, redis, redis_server

__all__ = ["database", "postgres_server", "redis", "redis_server"]


@dataclass(frozen=True)
class Operator:
    """Somebody at a terminal who has named both stores."""

    database: Database
    redis: Redis
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str, expect: int = 0) -> str:
        """Run one command; what it printed."""
        assert main(arguments) == expect
        captured = self.capsys.readouterr()
        assert captured.err == ""
        return captured.out

    def count(self, table: str) -> int:
        with self.database.connect() as connection:
            row = connection.execute(f"SELECT count(*) FROM ledger.{table}").fetchone()  # noqa: S608
        return int(row[0]) if row else 0


@pytest.fixture
def operator(
    database: Database,
    redis: Redis,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Operator:
    monkeypatch.setenv("OPERATIONS_LEDGER", database.server.uri(database.name))
    monkeypatch.setenv("OPERATIONS_HISTORY", f"redis://127.0.0.1:{redis.port}")
    return Operator(database, redis, capsys)


@pytest.fixture(scope="session")
def events() -> Sequence[ShopEvent]:
    plan = DayPlan(datetime(2026, 11, 20, tzinfo=JAPAN), transactions=300, incidents_per_pattern=1)
    return make_day(plan).events


@pytest.fixture
def json_lines(events: Sequence[ShopEvent], tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b"\n".join(map(encoded, events)))
    return path
