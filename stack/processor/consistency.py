"""Whether the ledger's columns say what its documents say."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import psycopg

from .decision import Decision
from .schema import Transaction

_TRANSACTIONS: Final = """
SELECT document, transaction_id, order_id, event, occurred_at, amount, account_id, merchant_id,
method,
    status, original_transaction_id, card_token, card_bin, device_token, ip_token, ip_network,
    address_token, email_token
FROM ledger.transactions
"""
_DECISIONS: Final = """
SELECT document, transaction_id, revision, rule_set, score, band, status FROM ledger.decisions
"""
_ORPHANS: Final = """
SELECT t.transaction_id FROM ledger.transactions AS t
WHERE NOT EXISTS (SELECT FROM ledger.decisions AS d WHERE d.transaction_id = t.transaction_id)
UNION ALL
SELECT d.transaction_id FROM ledger.decisions AS d
WHERE NOT EXISTS (SELECT FROM ledger.transactions AS t WHERE t.transaction_id = d.transaction_id)
"""
_TRANSACTION: Final = msgspec.json.Decoder(Transaction)
_DECISION: Final = msgspec.json.Decoder(Decision)


def columns_of(transaction: Transaction) -> tuple[object, ...]:
    """The columns of `ledger.transactions` that repeat parts of the document, in their order."""
    card, ip, ship_to = transaction.card, transaction.ip, transaction.ship_to
    account, device = transaction.account, transaction.device
    return (
        transaction.transaction_id,
        transaction.order_id,
        transaction.event,
        transaction.occurred_at,
        transaction.amount,
        account.id,
        transaction.merchant_id,
        transaction.method,
        transaction.status,
        transaction.original_transaction_id,
        None if card is None else card.token,
        None if card is None else card.bin,
        None if device is None else device.token,
        None if ip is None else ip.token,
        None if ip is None else ip.network,
        None if ship_to is None else ship_to.address,
        account.email,
    )


def contradictions(connection: psycopg.Connection) -> Iterator[str]:
    """Rows whose columns do not agree with their document, and decisions without a transaction.

    Args:
        connection: In a transaction.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    for document, *columns in _read(connection, _TRANSACTIONS):
        if tuple(columns) != columns_of(_TRANSACTION.decode(document)):
            yield f"transaction {columns[0]} contradicts its document"
    for document, name, revision, *columns in _read(connection, _DECISIONS):
        decision = _DECISION.decode(document)
        if columns != [decision.rule_set, decision.score, decision.band, decision.status]:
            yield f"decision {revision} on {name} contradicts its document"
    for (name,) in _read(connection, _ORPHANS):
        yield f"{name} is a transaction without a decision, or a decision without a transaction"


def _read(connection: psycopg.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor(name="consistency") as cursor:
        cursor.itersize = 2000
        cursor.execute(query)
        yield from cursor
