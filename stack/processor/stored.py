"""Transactions as the ledger returns them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec
import psycopg

from .members import entry_of
from .schema import Transaction
from .windows import Entry

_TRANSACTION: Final = msgspec.json.Decoder(Transaction)
_BY_ID: Final = (
    "SELECT effective_ms, document FROM ledger.transactions WHERE transaction_id = ANY (%s)"
)


class Happening(Protocol):
    """A transaction and when it happened, on its way into the ledger or out of it."""

    @property
    def transaction(self) -> Transaction:
        """The transaction."""

    @property
    def at_ms(self) -> int:
        """Its event time for windows."""

    @property
    def entry(self) -> Entry | None:
        """How it enters the history; None if it does not."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored transaction."""

    transaction: Transaction
    at_ms: int
    entry: Entry | None


def stored(rows: Iterable[tuple[int, str]]) -> list[Stored]:
    """From rows of (effective_ms, document)."""
    found = []
    for at_ms, document in rows:
        transaction = _TRANSACTION.decode(document)
        found.append(Stored(transaction, at_ms, entry_of(transaction, at_ms)))
    return found


def read_stored(connection: psycopg.Connection, ids: Sequence[str]) -> list[Stored]:
    """Look transactions up by id; those that are not there are left out.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    return stored(connection.execute(_BY_ID, [list(ids)]).fetchall())
