"""Windows read from the ledger: exact whatever became of the history, too slow for the stream."""

from collections.abc import Sequence
from typing import Final

import psycopg

from .history import Key
from .sights import keys_of
from .stored import Happening, stored
from .windows import DAY_MS, DIMENSIONS, TEN_MINUTES_MS, Entry, Window, window_of

_LONG: Final = """
SELECT effective_ms, document FROM ledger.transactions
WHERE effective_ms > %(after)s AND effective_ms <= %(until)s
    AND (event = 'payment' OR (event = 'capture' AND method = 'konbini'))
    AND (
        account_id = ANY (%(account)s) OR card_token = ANY (%(card)s)
        OR device_token = ANY (%(device)s) OR address_token = ANY (%(address)s)
    )
"""
_SHORT: Final = """
SELECT effective_ms, document FROM ledger.transactions
WHERE effective_ms > %(after)s AND effective_ms <= %(until)s
    AND (event = 'payment' OR (event = 'capture' AND method = 'konbini'))
    AND (ip_token = ANY (%(ip)s) OR card_bin = ANY (%(bin)s))
"""


def read_windows(connection: psycopg.Connection, items: Sequence[Happening]) -> dict[Key, Window]:
    """The windows of all entities that stored transactions name.

    Args:
        connection: To the ledger.
        items: Close together in event time: everything between them is read.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    wanted: dict[Key, set[Entry]] = {
        key: set() for item in items if item.entry is not None for key in keys_of(item.transaction)
    }
    if not wanted:
        return {}
    tokens: dict[str, object] = {
        dimension.name: [token for of, token in wanted if of is dimension]
        for dimension in DIMENSIONS
    }
    first_ms = min(item.at_ms for item in items)
    until_ms = max(item.at_ms for item in items)
    for query, length_ms in ((_LONG, DAY_MS), (_SHORT, TEN_MINUTES_MS)):
        span = {"after": first_ms - length_ms, "until": until_ms}
        for one in stored(connection.execute(query, {**tokens, **span}).fetchall()):
            _spread(one, wanted)
    return {key: window_of(sorted(entries)) for key, entries in wanted.items()}


def _spread(one: Happening, wanted: dict[Key, set[Entry]]) -> None:
    for key in keys_of(one.transaction):
        if key in wanted and one.entry is not None:
            wanted[key].add(one.entry)
