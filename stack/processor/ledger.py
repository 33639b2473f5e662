"""The ledger in PostgreSQL."""

from collections.abc import Callable

import psycopg

Connect = Callable[[], psycopg.Connection]


class Ledger:
    """A connection that is opened when first needed and dropped when it fails."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
