"""The stores that are measured: empty, warmed up, and held to a share of a core if wanted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from valkey import Valkey

from benchmarks.processor.cpu_share import CpuShare
from benchmarks.processor.parts import recycle_log
from stack.operations.system import Endpoints, private_stores
from stack.processor.history import History


@contextmanager
def measured_stores(share: float | None = None) -> Iterator[Endpoints]:
    """Private stores as they are after a warm-up and an hour of work.

    Args:
        share: Of a core, for each of the two; None lets them have what they can get.

    Raises:
        CpuShareError: The shares cannot be set here.
    """
    if share is None:
        with private_stores() as endpoints:
            _warm_up(endpoints)
            yield endpoints
        return
    mine = os.getpid()
    with (
        CpuShare(f"ledger-{mine}", share) as ledger,
        CpuShare(f"history-{mine}", share) as history,
        private_stores() as endpoints,
    ):
        _warm_up(endpoints)
        ledger.take(_ledger_processes(endpoints))
        history.take([_history_process(endpoints)])
        yield endpoints


def _warm_up(endpoints: Endpoints) -> None:
    recycle_log(endpoints)
    # As after a warm-up: an empty history beside an empty ledger lacks nothing.
    history = History(endpoints.client, clock=lambda: 0)
    history.backdate(history.epochs(), 0)


def _ledger_processes(endpoints: Endpoints) -> list[int]:
    with psycopg.connect(endpoints.ledger) as connection:
        main = _parent(connection.info.backend_pid)
    others = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [main, *(process for process in others if _parent(process) == main)]


def _parent(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0  # it has ended
    return int(status.rpartition(")")[2].split()[1])


def _history_process(endpoints: Endpoints) -> int:
    with Valkey.from_url(endpoints.history) as client:
        return int(client.info("server")["process_id"])
