"""The world that the simulator's tests act in, and stores for runs to compare with."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stack.processor.migrations import migrate
from tests.processor.simulation.world import World
from tests.stores import Database, Postgres, Redis


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "bucket")


@pytest.fixture
def quiet_database(postgres_server: Postgres) -> Iterator[Database]:
    """A second ledger, for the run that nothing disturbs."""
    with psycopg.connect(postgres_server.uri("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE quiet TEMPLATE migrated")
    yield Database(postgres_server, "quiet")
    with psycopg.connect(postgres_server.uri("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE quiet WITH (FORCE)")


@pytest.fixture(scope="module")
def quiet_server() -> Iterator[Redis]:
    server = Redis(("--maxmemory-policy", "noeviction"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def quiet_redis(quiet_server: Redis) -> Redis:
    """A second history, empty."""
    quiet_server.client().flushall()
    return quiet_server


@pytest.fixture
def mortal_postgres(tmp_path: Path) -> Iterator[Database]:
    """A migrated database on a server that the test may kill."""
    server = Postgres(tmp_path / "mortal")
    server.start()
    database = Database(server, "postgres")
    with database.connect() as connection:
        migrate(connection)
    yield database
    server.stop()
