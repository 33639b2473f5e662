"""Where generated load goes: a file, a Kinesis stream, or the processor on two stores."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep, time
from typing import Protocol, TextIO

from stack.operations.errors import OperatorError
from stack.operations.feeding import feed
from stack.operations.kinesis import KinesisProducer
from stack.operations.system import Endpoints, System, stores_or_private
from stack.operations.tally import tally
from stack.operations.traffic.transport import Delivery
from stack.processor.records import StreamRecord
from stack.processor.ruleset import load_rules


class LoadTarget(Protocol):
    """Takes deliveries that are due."""

    def wait_until(self, moment: float) -> None:
        """Return when `moment`, in epoch seconds, has come; a file need not wait."""

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """Take a few deliveries."""

    def report(self) -> str:
        """What became of them, in one sentence."""


class FileTarget:
    """Writes JSON lines as fast as the disk takes them; the records' times are spaced."""

    def __init__(self, output: TextIO) -> None:
        """Write to `output`."""
        self._output = output
        self._written = 0

    def wait_until(self, moment: float) -> None:
        """Not at all."""

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """One line each."""
        self._output.writelines(f"{delivery.data.decode()}\n" for delivery in deliveries)
        self._written += len(deliveries)

    def report(self) -> str:
        """How many lines."""
        return f"{self._written:,} records written"


class StreamTarget:
    """Puts records on a Kinesis stream when they are due."""

    def __init__(self, producer: KinesisProducer) -> None:
        """Send with `producer`."""
        self._producer = producer

    def wait_until(self, moment: float) -> None:
        """Sleep."""
        sleep(max(0.0, moment - time()))

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """One PutRecords call for up to 500."""
        self._producer.put((delivery.key, delivery.data) for delivery in deliveries)

    def report(self) -> str:
        """How many records the stream took."""
        return f"{self._producer.accepted:,} records put, {self._producer.retried:,} of them again"


class StoresTarget:
    """Processes records when they are due, and times it."""

    def __init__(self, system: System) -> None:
        """Process with `system`."""
        self._system = system
        self._number = 0
        self._milliseconds: list[float] = []

    def wait_until(self, moment: float) -> None:
        """Sleep."""
        sleep(max(0.0, moment - time()))

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """Process what is due as one batch."""
        begin = perf_counter()
        feed(self._system, [self._record(delivery) for delivery in deliveries])
        self._milliseconds.append((perf_counter() - begin) * 1000)

    def report(self) -> str:
        """Counts, and how long batches took."""
        ordered = sorted(self._milliseconds)
        median, slow = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        return f"{tally(self._system.totals)}; batches p50 {median:.1f} ms, p99 {slow:.1f} ms"

    def _record(self, delivery: Delivery) -> StreamRecord:
        self._number += 1
        return StreamRecord(
            event_id=f"load-{id(self):x}:{self._number}",
            sequence_number=str(self._number),
            partition_key=delivery.key,
            arrived_at_ms=int(delivery.at * 1000),
            data=delivery.data,
        )


@contextmanager
def opened_target(arguments: Namespace, given: Endpoints | None) -> Iterator[LoadTarget]:
    """The target that the arguments name; private stores if they name none.

    Raises:
        OperatorError: the file cannot be written or the stream cannot be reached.
    """
    if arguments.output == "-":
        yield FileTarget(sys.stdout)
    elif arguments.output is not None:
        with _writable(Path(arguments.output)) as output:
            yield FileTarget(output)
    elif arguments.stream is not None:
        yield StreamTarget(KinesisProducer(arguments.stream, arguments.endpoint_url))
    else:
        with (
            stores_or_private(given) as endpoints,
            # Alerts stay in the outbox, from where the stores' own sweeper publishes them.
            System(endpoints, load_rules(), lambda: int(time() * 1000)) as system,
        ):
            yield StoresTarget(system)


def _writable(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError:
        raise OperatorError(f"{path} cannot be written") from None
