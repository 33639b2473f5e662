"""Tamper evidence: a chain of seals over everything committed, and its verification.

A seal covers all rows of transactions that had ended when it was made, so concurrent writers need
not wait for each other. Each seal's hash contains the one before it. Whoever owns the database
could rewrite rows and seals together; therefore every new head is logged outside of it, and a
verification can be told which head to expect.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import psycopg

from .consistency import contradictions

GENESIS: Final = sha256(b"transaction ledger").hexdigest()
_SEPARATOR: Final = "\x1f"
_ROWS: Final = """
SELECT recorded_xid::text::bigint, 't', transaction_id COLLATE "C",
    concat_ws(E'\\x1f', document, event_id, arrived_ms, effective_ms, recorded_ms)
FROM ledger.transactions WHERE recorded_xid >= %(after)s::text::xid8 AND recorded_xid <
%(until)s::text::xid8 UNION ALL
SELECT recorded_xid::text::bigint, 'd', (transaction_id || ' ' || revision) COLLATE "C",
    concat_ws(E'\\x1f', document, recorded_ms)
FROM ledger.decisions WHERE recorded_xid >= %(after)s::text::xid8 AND recorded_xid <
%(until)s::text::xid8 UNION ALL
SELECT recorded_xid::text::bigint, 'q', event_id COLLATE "C",
    concat_ws(E'\\x1f', sequence_number, reason, detail, encode(payload, 'base64'), arrived_ms,
    recorded_ms)
FROM ledger.quarantine WHERE recorded_xid >= %(after)s::text::xid8 AND recorded_xid <
%(until)s::text::xid8 ORDER BY 1, 2, 3
"""
_SEALS: Final = """
SELECT height, until_xid::text::bigint, row_count, content, previous, hash
FROM ledger.seals ORDER BY height
"""
_HORIZON: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_LOCK: Final = "SELECT pg_advisory_xact_lock(5041120002)"
_LAST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain."""

    height: int
    until_xid: int
    row_count: int
    content: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found; the ledger is intact if `faults` is empty.

    Attributes:
        rows: Rows looked at.
        seals: Links of the chain.
        unsealed: Rows that the next seal will cover.
        head: Hash of the last link, to be compared with what was logged when it was made.
        faults: One sentence each, without content of rows.
    """

    rows: int
    seals: int
    unsealed: int
    head: str
    faults: tuple[str, ...]


def seal_ledger(connection: psycopg.Connection, now_ms: int) -> Seal | None:
    """Seal all rows that are final and not sealed yet; None if there are none.

    Args:
        connection: In autocommit mode.
        now_ms: Wall clock.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    with connection.transaction():
        # After a long pause there is more to seal than any statement of the stream may take.
        connection.execute("SET LOCAL statement_timeout = '45s'")
        connection.execute(_LOCK)
        last = _last_seal(connection)
        horizon = _number(connection, _HORIZON)
        count, content = _content(_rows(connection, last.until_xid, horizon))
        if count == 0:
            return None
        link = _link(last, horizon, count, content)
        connection.execute(
            "INSERT INTO ledger.seals VALUES (%s, %s::text::xid8, %s, %s, %s, %s, %s)",
            [link.height, horizon, count, content, link.previous, link.hash, now_ms],
        )
    return link


def verify_ledger(connection: psycopg.Connection, expected_head: str | None = None) -> Verification:
    """Recompute the chain and every row.

    Args:
        connection: In autocommit mode.
        expected_head: A head that was logged outside the database; it must be in the chain.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seals = [Seal(*row) for row in connection.execute(_SEALS)]
        faults: list[str] = []
        rows, last = 0, Seal(0, 0, 0, "", "", GENESIS)
        for seal in seals:
            count, content = _content(_rows(connection, last.until_xid, seal.until_xid))
            faults += _faults(seal, last, count, content)
            rows, last = rows + count, seal
        unsealed, _ = _content(_rows(connection, last.until_xid, _LAST))
        faults += contradictions(connection)
    if expected_head is not None and expected_head not in {seal.hash for seal in seals}:
        faults.append("the expected head is not in the chain")
    return Verification(rows + unsealed, len(seals), unsealed, last.hash, tuple(faults))


def _faults(seal: Seal, last: Seal, count: int, content: str) -> Iterator[str]:
    if seal.height != last.height + 1:
        yield f"seal {last.height + 1} is missing"
    if count != seal.row_count:
        yield f"seal {seal.height} covers {seal.row_count} rows, {count} are there"
    elif content != seal.content:
        yield f"rows under seal {seal.height} have been changed"
    if (
        seal.previous != last.hash
        or seal.hash != _link(last, seal.until_xid, seal.row_count, seal.content).hash
    ):
        yield f"seal {seal.height} does not follow from the one before it"


def _link(last: Seal, until_xid: int, count: int, content: str) -> Seal:
    height = last.height + 1
    text = _SEPARATOR.join((str(height), str(until_xid), str(count), content, last.hash))
    return Seal(height, until_xid, count, content, last.hash, sha256(text.encode()).hexdigest())


def _content(rows: Iterable[tuple[int, str, str, str]]) -> tuple[int, str]:
    digest = sha256()
    kinds: Counter[str] = Counter()
    for _, kind, name, content in rows:
        kinds[kind] += 1
        line = _SEPARATOR.join((kind, name, content))
        digest.update(sha256(line.encode()).digest())
    return kinds.total(), digest.hexdigest()


def _rows(
    connection: psycopg.Connection, after_xid: int, until_xid: int
) -> Iterator[tuple[int, str, str, str]]:
    with connection.cursor(name="sealed") as cursor:
        cursor.itersize = 2000
        cursor.execute(_ROWS, {"after": after_xid, "until": until_xid})
        yield from cursor


def _last_seal(connection: psycopg.Connection) -> Seal:
    row = connection.execute(
        "SELECT height, until_xid::text::bigint, row_count, content, previous, hash "
        "FROM ledger.seals ORDER BY height DESC LIMIT 1"
    ).fetchone()
    return Seal(0, 0, 0, "", "", GENESIS) if row is None else Seal(*row)


def _number(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return 0 if row is None else int(row[0])
