"""Process the records of files or of a stream, as if they had just been delivered."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from time import time

from stack.operations.clock import SimulatedClock
from stack.operations.command import DONE, Command, add_stores, stores_of
from stack.operations.errors import OperatorError
from stack.operations.feeding import feed
from stack.operations.kinesis import KinesisReader
from stack.operations.output import say
from stack.operations.record_files import records_in
from stack.operations.system import AlertLog, Endpoints, System, private_stores
from stack.operations.tally import tally
from stack.processor.records import Counts, StreamRecord
from stack.processor.ruleset import load_rules


def add_arguments(parser: ArgumentParser) -> None:
    """What to replay and, if the result is to stay, the stores."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--stream", metavar="NAME", help="replay what this Kinesis stream holds")
    parser.add_argument("--endpoint-url", metavar="URL", help="of a Kinesis-compatible server")
    add_stores(parser)


def run(arguments: Namespace) -> int:
    """Process the files; the exit code is 0 even if records went to quarantine."""
    given = stores_of(arguments)
    records = _records(arguments)
    counts = _into_private_stores(records) if given is None else _into(given, records)
    say(tally(counts))
    return DONE


def _records(arguments: Namespace) -> Iterable[StreamRecord]:
    if bool(arguments.files) == bool(arguments.stream):
        raise OperatorError("name files or a stream to replay")
    if arguments.stream:
        return KinesisReader(arguments.stream, arguments.endpoint_url).records()
    return chain.from_iterable([records_in(path) for path in arguments.files])


def _into(endpoints: Endpoints, records: Iterable[StreamRecord]) -> Counts:
    """Alerts stay in the outbox, from where the stores' own sweeper publishes them."""
    with System(endpoints, load_rules(), lambda: int(time() * 1000)) as system:
        feed(system, records)
    return system.totals


def _into_private_stores(records: Iterable[StreamRecord]) -> Counts:
    """The records' own time is the present, so that a day of last year is judged as it was."""
    clock = SimulatedClock(0.0)
    log = AlertLog(lambda alert: say(f"{alert.severity}: {alert.kind} alert {alert.alert_id}"))

    def move(batch: Sequence[StreamRecord]) -> None:
        clock.advance_to(batch[-1].arrived_at_ms / 1000)

    with (
        private_stores() as endpoints,
        System(endpoints, load_rules(), clock.read_milliseconds, log) as system,
    ):
        feed(system, records, move)
    return system.totals


COMMAND = Command("replay", "process the records of files or of a stream", add_arguments, run)
