"""The world that the simulator's tests act in, and stores for runs to compare with."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from stack.processor.migrations import migrate
from tests.processor.simulation.rig import Function, NewRig, Rig, Stores
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
def quiet_stores(quiet_database: Database, quiet_server: Redis) -> Stores:
    """Empty stores for the run that nothing disturbs."""
    quiet_server.client().flushall()
    return Stores(quiet_database, quiet_server)


@pytest.fixture
def stores(database: Database, redis: Redis) -> Stores:
    return Stores(database, redis)


@pytest.fixture
def fragile_stores(database: Database, own_redis: Redis) -> Stores:
    """Stores whose Redis the test may harm."""
    return Stores(database, own_redis)


@pytest.fixture
def mortal_stores(redis: Redis) -> Iterator[Stores]:
    """Stores whose PostgreSQL the test may kill."""
    # Not below tmp_path, which pytest closes to the server's own user at times.
    directory = Path(tempfile.mkdtemp(prefix="mortal-"))
    server = Postgres(directory / "ledger")
    server.start()
    database = Database(server, "postgres")
    with database.connect() as connection:
        migrate(connection)
    yield Stores(database, redis)
    server.stop()
    shutil.rmtree(directory)


@pytest.fixture
def new_rig(tmp_path: Path) -> Iterator[NewRig]:
    with ExitStack() as open_systems:

        def make(
            stores: Stores, function: Function | None = None, *, in_one_lane: bool = False
        ) -> Rig:
            bucket = tmp_path / "bucket"
            rig = Rig(stores.endpoints, bucket, function=function, in_one_lane=in_one_lane)
            open_systems.enter_context(rig.system)
            return rig

        yield make
