"""24-hour windows of the history against PostgreSQL's window function, transaction by transaction.

    python -m benchmarks.processor.window_oracle [--transactions N] [--handbook DIRECTORY]

With the handbook's data its own 24-hour columns are a third, independent opinion. Transactions of
one account in the same millisecond are the one known difference: the history orders them by their
text, a RANGE frame counts all of them in each. Every difference must be explained by that.
"""

import random
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import psycopg

from benchmarks.processor.handbook import Purchase, purchases
from stack.operations.system import Endpoints, private_stores
from stack.processor.history import History
from stack.processor.members import member_of
from stack.processor.schema import Account, Transaction
from stack.processor.windows import ACCOUNT, DAY_MS, Dimension, Entry

BATCH = 500
BATCH_MS = 30 * 60_000
"""Lambda's batches are seconds long; the history's grace for stragglers is an hour."""
_ORACLE = """
    SELECT number, count(*) OVER day, sum(amount) OVER day
    FROM oracle
    WINDOW day AS (
        PARTITION BY customer ORDER BY at
        -- (t - 24 h, t]: the frame is closed, so it begins a microsecond later.
        RANGE BETWEEN interval '23:59:59.999999' PRECEDING AND CURRENT ROW
    )
    ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the history says about one transaction's account: its window, this one included."""

    count: int
    total: int
    later_peers: int
    """Same account, same millisecond, later in the history's order."""


def main() -> None:
    """Compare, print the figures, and fail on a difference that is not a tie."""
    arguments = _arguments()
    rows = list(_source(arguments))
    with private_stores() as endpoints:
        begin = perf_counter()
        seen = _from_history(endpoints, rows)
        seconds = perf_counter() - begin
        oracle = _from_postgres(endpoints, rows)
    print(f"{len(rows):,} transactions, {len(rows) / seconds:,.0f}/s through the history")
    ties = sum(seen[n].count != count for n, (count, _) in oracle.items())
    wrong = [
        n
        for n, (count, total) in oracle.items()
        if count - seen[n].count != seen[n].later_peers
        or (not seen[n].later_peers and total != seen[n].total)
    ]
    print(f"PostgreSQL window function: {ties:,} differ by ties, {len(wrong):,} differ otherwise")
    if arguments.handbook is not None:
        _compare_with_handbook(rows, seen)
    if wrong:
        raise SystemExit(f"unexplained, the first: {wrong[0]}")


def _compare_with_handbook(rows: Sequence[Purchase], seen: dict[int, Seen]) -> None:
    counts = [row for row in rows if row.day_count != seen[row.number].count]
    means = [row for row in rows if not _same_mean(row, seen[row.number])]
    tied = {(row.customer, row.at_ms) for row in counts}
    print(f"handbook's own columns: {len(counts):,} counts and {len(means):,} means differ,")
    print(f"  at {len(tied):,} moments; {sum(_is_tie(row, rows) for row in counts):,} are ties")


def _is_tie(row: Purchase, rows: Sequence[Purchase]) -> bool:
    return any(
        other.customer == row.customer and other.at_ms == row.at_ms and other is not row
        for other in rows
        if other.at_ms == row.at_ms
    )


def _same_mean(row: Purchase, seen: Seen) -> bool:
    return abs(row.day_mean * 100 - seen.total / seen.count) < 0.01


def _from_history(endpoints: Endpoints, rows: Sequence[Purchase]) -> dict[int, Seen]:
    history = History(endpoints.client, clock=lambda: rows[-1].at_ms)
    found: dict[int, Seen] = {}
    for batch in _batches(rows):
        entries = {row.number: (row.at_ms, _member(row)) for row in batch}
        touches: dict[tuple[Dimension, str], list[Entry]] = {}
        for row in batch:
            touches.setdefault(_key(row), []).append(entries[row.number])
        for own in touches.values():
            own.sort()
        observation = history.observe(touches)
        if not observation.available:
            raise SystemExit("Redis did not answer")
        for row in batch:
            window = observation.windows[_key(row)]
            view = window.as_of(entries[row.number], ACCOUNT, None)
            if view.saturated or view.gap is not None:
                raise SystemExit(f"the window of {row.number} is not exact: {view.gap}")
            members = view.within(DAY_MS // 1000)
            peers = sum(
                at == row.at_ms and member > entries[row.number][1]
                for at, member in zip(window.times[-50:], window.members[-50:], strict=True)
            )
            found[row.number] = Seen(len(members), sum(map(_amount, members)), peers)
    return found


def _batches(rows: Sequence[Purchase]) -> Iterator[Sequence[Purchase]]:
    start = 0
    while start < len(rows):
        end = start + 1
        while (
            end < min(start + BATCH, len(rows)) and rows[end].at_ms - rows[start].at_ms < BATCH_MS
        ):
            end += 1
        yield rows[start:end]
        start = end


def _key(row: Purchase) -> tuple[Dimension, str]:
    return (ACCOUNT, f"customer-{row.customer}")


def _member(row: Purchase) -> bytes:
    return member_of(
        Transaction(
            schema_version=1,
            transaction_id=f"tx-{row.number}",
            order_id=f"tx-{row.number}",
            event="payment",
            occurred_at=datetime.fromtimestamp(row.at_ms / 1000, UTC),
            amount=row.amount,
            currency="JPY",
            account=Account(id=f"customer-{row.customer}"),
            merchant_id=f"terminal-{row.terminal}",
            method="card",
        )
    )


def _amount(member: bytes) -> int:
    return int(member[45:].split(b"|")[0])


def _from_postgres(endpoints: Endpoints, rows: Sequence[Purchase]) -> dict[int, tuple[int, int]]:
    with endpoints.connect() as connection:
        _load(connection, rows)
        answer = connection.execute(_ORACLE).fetchall()
    return {number: (count, int(total)) for number, count, total in answer}


def _load(connection: psycopg.Connection, rows: Sequence[Purchase]) -> None:
    connection.execute(
        "CREATE TABLE oracle (number bigint, customer bigint, at timestamptz, amount bigint)"
    )
    with connection.cursor().copy("COPY oracle FROM STDIN") as copy:
        for row in rows:
            moment = datetime.fromtimestamp(row.at_ms / 1000, UTC)
            copy.write_row((row.number, row.customer, moment, row.amount))


def _source(arguments: Namespace) -> Iterator[Purchase]:
    if arguments.handbook is not None:
        yield from purchases(arguments.handbook, date(2018, 4, 1), date(2018, 9, 30))
        return
    source = random.Random(1)  # noqa: S311  # reproducible traffic
    begin, days = 1_764_000_000_000, 60
    # Whole seconds, as the handbook's: ties, and pairs exactly a day apart, then really happen.
    moments = sorted(source.randrange(days * 86_400) for _ in range(arguments.transactions))
    for number, second in enumerate(moments):
        customer = int(source.paretovariate(1.2)) % 5_000
        yield Purchase(
            number, begin + second * 1000, customer + source.randrange(4_000), 0,
            source.randrange(100, 90_000), fraud=False, scenario=0, day_count=0, day_mean=0.0,
        )  # fmt: skip


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--handbook", type=Path, help="directory of the data's daily pickles")
    return parser.parse_args()


if __name__ == "__main__":
    main()
