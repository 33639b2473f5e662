"""Bring back what was set aside: quarantined records, and batches that Lambda gave up."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from time import time_ns

from stack.operations.command import DONE, FINDING, Command, add_stores, stores_of
from stack.operations.errors import OperatorError
from stack.operations.feeding import feed
from stack.operations.output import say
from stack.operations.record_files import records_in
from stack.operations.system import System
from stack.operations.tally import tally
from stack.processor.quarantine import redrive_quarantine
from stack.processor.ruleset import load_rules


def add_arguments(parser: ArgumentParser) -> None:
    """Where from: the quarantine table unless files are named."""
    parser.add_argument(
        "objects",
        nargs="*",
        type=Path,
        metavar="OBJECT",
        help="objects of the failed-record bucket, or directories of them; none: the quarantine",
    )
    parser.add_argument("--reason", help="only records quarantined for this reason")
    parser.add_argument("--limit", type=int, default=1000, help="most quarantined records to try")
    add_stores(parser)


def run(arguments: Namespace) -> int:
    """Process them again; a finding if any has to stay in quarantine."""
    endpoints = stores_of(arguments)
    if endpoints is None:
        raise OperatorError("name the stores to re-drive into, with --ledger and --history")
    # Alerts stay in the outbox, from where the sweeper publishes them.
    with System(endpoints, load_rules(), _now_milliseconds) as system:
        if arguments.objects:
            return _redrive_objects(system, arguments.objects)
        with endpoints.connect() as connection:
            redrive = redrive_quarantine(
                connection, system.processor, reason=arguments.reason, limit=arguments.limit
            )
    say(
        f"{redrive.attempted:,} tried: {redrive.accepted:,} accepted,"
        f" {redrive.still_quarantined:,} stay in quarantine, {redrive.failed:,} failed"
    )
    return DONE if redrive.accepted == redrive.attempted else FINDING


def _redrive_objects(system: System, paths: Sequence[Path]) -> int:
    feed(system, chain.from_iterable([records_in(path) for path in _files(paths)]))
    say(tally(system.totals))
    return FINDING if system.totals.quarantined else DONE


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file())
        else:
            yield path


def _now_milliseconds() -> int:
    return time_ns() // 1_000_000


COMMAND = Command("redrive", "process quarantined and failed records again", add_arguments, run)
