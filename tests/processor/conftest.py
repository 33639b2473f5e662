"""The processor's tests run on real stores."""

from collections.abc import Iterator

import pytest

from tests.processor.builders import Rig
from tests.stores import Database, Redis, database, own_redis, postgres_server, redis, redis_server

__all__ = ["database", "own_redis", "postgres_server", "redis", "redis_server"]


@pytest.fixture
def rig(database: Database, redis: Redis) -> Iterator[Rig]:
    """A processor whose history is known to be complete."""
    made = Rig(database, redis)
    made.know_all_history()
    yield made
    made.close()


@pytest.fixture
def own_rig(database: Database, own_redis: Redis) -> Iterator[Rig]:
    """The same with a Redis that the test may kill, freeze, fill and flush."""
    made = Rig(database, own_redis)
    made.know_all_history()
    yield made
    made.close()
