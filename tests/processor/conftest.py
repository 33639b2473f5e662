"""The processor's tests run on real stores."""

from tests.stores import database, own_redis, postgres_server, redis, redis_server

__all__ = ["database", "own_redis", "postgres_server", "redis", "redis_server"]
