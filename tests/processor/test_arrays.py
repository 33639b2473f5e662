"""Arrays in PostgreSQL's binary format, read back by PostgreSQL."""

from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest

from stack.processor.arrays import flags, instants, numbers, register, texts
from tests.stores import Database

TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("array", "read_back"),
    [
        (texts(["plain", None, "", "不正検知", '{"a": ["b,c", "\\n"]}']),
         ["plain", None, "", "不正検知", '{"a": ["b,c", "\\n"]}']),
        (numbers([0, -1, 2**63 - 1, -(2**63)]), [0, -1, 2**63 - 1, -(2**63)]),
        (flags([True, False]), [True, False]),
        (instants([datetime(1999, 12, 31, 23, 59, 59, 999999, UTC)]),
         [datetime(1999, 12, 31, 23, 59, 59, 999999, UTC)]),
        (instants([datetime(2026, 11, 24, 9, 0, 0, 1, TOKYO)]),
         [datetime(2026, 11, 24, 0, 0, 0, 1, UTC)]),
        (texts([]), []),
        (numbers([]), []),
        (flags([]), []),
        (instants([]), []),
    ],
)  # fmt: skip
def test_round_trip(database: Database, array: bytes, read_back: list[object]) -> None:
    with database.connect() as connection:
        register(connection)
        assert connection.execute("SELECT %s", [array]).fetchone() == (read_back,)


def test_a_zero_byte_is_refused_by_the_server(database: Database) -> None:
    with database.connect() as connection:
        register(connection)
        with pytest.raises(psycopg.DataError):
            connection.execute("SELECT %s", [texts(["a\0b"])])
