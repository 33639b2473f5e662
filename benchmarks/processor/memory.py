"""Redis memory of the 24-hour history: bytes an entry, and the projection for a full day.

    python -m benchmarks.processor.memory [--transactions N]

A generated day passes through the processor; what Redis holds at its end is divided by the entries
and by the transactions, and multiplied to a day at 1,000 transactions a minute.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import cast

from valkey import Valkey

from benchmarks.processor.parts import day_records
from stack.operations.feeding import feed
from stack.operations.system import System, private_stores
from stack.processor.records import StreamRecord
from stack.processor.ruleset import load_rules

_TRANSACTIONS_A_DAY = 1_000 * 60 * 24


def main() -> None:
    """Fill a history and print what it weighs."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=100_000)
    records = day_records(parser.parse_args().transactions)
    with private_stores() as endpoints, endpoints.client() as client:
        now = records[0].arrived_at_ms

        def move(batch: Sequence[StreamRecord]) -> None:
            nonlocal now
            now = batch[-1].arrived_at_ms

        empty = _used(client)
        with System(endpoints, load_rules(), lambda: now) as system:
            feed(system, records, move)
        used = _used(client) - empty
        entries = list(_entries(client))
    each = used / sum(entries)
    print(f"{len(records):,} transactions: {len(entries):,} keys, {sum(entries):,} entries")
    print(f"{used:,} bytes, {each:.0f} an entry, {used / len(records):.0f} a transaction")
    print(f"largest key: {max(entries):,} entries")
    projected = used / len(records) * _TRANSACTIONS_A_DAY
    print(f"24 h at 1,000 a minute: {projected / 2**20:,.0f} MiB")


def _used(client: Valkey) -> int:
    return int(cast("dict[str, int]", client.info("memory"))["used_memory"])


def _entries(client: Valkey) -> Iterator[int]:
    for key in client.scan_iter(count=5_000, _type="zset"):
        yield cast("int", client.zcard(key))


if __name__ == "__main__":
    main()
