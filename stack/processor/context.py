"""What the ledger knows about the transactions of a batch before they are decided.

Everything is asked as of each transaction's own event time, so that a repeated or late delivery
finds what the first and timely one would have found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import psycopg

from .rules.sight import NO_PROFILE, Profile, Refunds, Risk
from .schema import Transaction
from .stored import Happening, stored
from .windows import ACCOUNT, DAY_MS, Entry, Window, window_of

PROFILE_PAYMENTS: Final = 50
"""Older payments that a profile is made of: enough for a habit, and quick to read."""

_REFUND_DAYS: Final = 30

_CONTEXT: Final = "SELECT * FROM ledger.read_context(%s, %s, %s)"
_REFUNDS: Final = """
SELECT
    count(*) FILTER (WHERE t.event = 'refund'),
    count(*) FILTER (WHERE t.event = 'payment')
FROM ledger.transactions AS t
WHERE t.account_id = %s AND t.effective_ms > %s AND t.effective_ms <= %s
    AND t.transaction_id <> ALL (%s)
"""

_ACCOUNT_WINDOW: Final = """
SELECT t.effective_ms, t.document FROM ledger.transactions AS t
WHERE t.account_id = %s AND t.effective_ms > %s AND t.effective_ms <= %s
    AND (t.event = 'payment' OR (t.event = 'capture' AND t.method = 'konbini'))
ORDER BY t.effective_ms DESC LIMIT %s
"""


class _RiskRow(msgspec.Struct):
    entity: str
    confirmed: bool
    transactions: tuple[int, int, int]
    frauds: tuple[int, int, int]


class _ProfileRow(Profile, frozen=True):
    position: int = 0


_PROFILES: Final = msgspec.json.Decoder(list[_ProfileRow])
_RISKS: Final = msgspec.json.Decoder(list[_RiskRow])


@dataclass(frozen=True, slots=True)
class Context:
    """What the ledger knows.

    Attributes:
        profiles: One for each transaction, in order.
        risks: Entities with confirmed fraud, of those that the batch names.
        unwritten_ms: Event times of the first and last stored transaction that the history lacks.
    """

    profiles: Sequence[Profile]
    risks: dict[str, Risk]
    unwritten_ms: tuple[int, int] | None


NO_CONTEXT: Final = Context([], {}, None)


def entities_of(transaction: Transaction) -> list[str]:
    """The entities whose risk counts, as `ledger.entity_risk` names them."""
    card, device, ip, ship_to = (
        transaction.card, transaction.device, transaction.ip, transaction.ship_to
    )  # fmt: skip
    named = []
    if card is not None:
        named.append("card:" + card.token)
        if card.bin is not None:
            named.append("bin:" + card.bin)
    if device is not None:
        named.append("device:" + device.token)
    if ip is not None and ip.network is not None:
        named.append("network:" + ip.network)
    if ship_to is not None:
        named.append("address:" + ship_to.address)
    if transaction.account.email is not None:
        named.append("email:" + transaction.account.email)
    named.append("merchant:" + transaction.merchant_id)
    return named


def read_context(connection: psycopg.Connection, items: Sequence[Happening]) -> Context:
    """Ask for all of a batch in one statement.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    entities = {entity for item in items for entity in entities_of(item.transaction)}
    questions = [_question(position, item) for position, item in enumerate(items)]
    row = connection.execute(
        _CONTEXT, [_json(questions), PROFILE_PAYMENTS, _json(list(entities))]
    ).fetchone()
    profiles, risks, first_ms, last_ms = row or (None, None, None, None)
    known = {profile.position: profile for profile in _PROFILES.decode(profiles or "[]")}
    return Context(
        profiles=[known.get(position, NO_PROFILE) for position in range(len(items))],
        risks={
            risk.entity: Risk(risk.confirmed, risk.transactions, risk.frauds)
            for risk in _RISKS.decode(risks or "[]")
        },
        unwritten_ms=None if first_ms is None else (first_ms, last_ms),
    )


def _question(position: int, item: Happening) -> dict[str, object]:
    transaction = item.transaction
    return {
        "position": position,
        "account_id": transaction.account.id,
        "until_ms": item.at_ms - DAY_MS,
        "device_token": transaction.device and transaction.device.token,
        "card_token": transaction.card and transaction.card.token,
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def read_refunds(
    connection: psycopg.Connection, item: Happening, batch: Sequence[Happening]
) -> Refunds:
    """Refunds and payments of an account up to a refund, that one included.

    Args:
        connection: To the ledger.
        item: The refund.
        batch: Counted here and not in the ledger, whether a part of it is stored already or not.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    account = item.transaction.account.id
    since_ms = item.at_ms - _REFUND_DAYS * DAY_MS
    beside = [other for other in batch if other.transaction.account.id == account]
    row = connection.execute(
        _REFUNDS,
        [account, since_ms, item.at_ms, [other.transaction.transaction_id for other in beside]],
    ).fetchone()
    refunds, payments = row or (0, 0)
    events = [other.transaction.event for other in beside if since_ms < other.at_ms <= item.at_ms]
    return Refunds(refunds + events.count("refund"), payments + events.count("payment"))


def read_account_window(
    connection: psycopg.Connection, account: str, own: Sequence[Entry]
) -> Window:
    """The window of an account from the ledger, when the history cannot tell it.

    Args:
        connection: To the ledger.
        account: Its id.
        own: The entries of the batch, in order; they are not stored yet.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    limit = ACCOUNT.cap + len(own)
    rows = connection.execute(
        _ACCOUNT_WINDOW, [account, own[0][0] - ACCOUNT.length_ms, own[-1][0], limit]
    ).fetchall()
    window = window_of(sorted(one.entry for one in stored(rows) if one.entry is not None))
    if len(rows) == limit:
        window.known_from_ms = window.times[0]
    window.include(own)
    return window
