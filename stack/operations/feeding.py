"""Feeding records to the processor outside Lambda, with Lambda's batches and patience."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from time import sleep
from typing import Final

from stack.operations.errors import OperatorError
from stack.operations.system import System
from stack.processor.records import StreamRecord

BATCH_SIZE: Final = 500
_ATTEMPTS: Final = 5
_FIRST_PAUSE_SECONDS: Final = 0.5


def feed(
    system: System,
    records: Iterable[StreamRecord],
    before_batch: Callable[[Sequence[StreamRecord]], None] = lambda _batch: None,
) -> None:
    """Process all records in order; `before_batch` may move a clock.

    Raises:
        OperatorError: a store stayed away; all earlier records are stored.
    """
    for batch in _batches(records):
        before_batch(batch)
        _insist(system, batch)


def _insist(system: System, batch: Sequence[StreamRecord]) -> None:
    """Process a batch; on failure try again from the first record that failed."""
    for attempt in range(_ATTEMPTS):
        result = system.process(batch)
        if result.failed_sequence_number is None:
            return
        numbers = [record.sequence_number for record in batch]
        batch = batch[numbers.index(result.failed_sequence_number) :]
        sleep(_FIRST_PAUSE_SECONDS * 2**attempt)
    raise OperatorError(
        f"the ledger does not take record {batch[0].event_id}; everything before it is stored"
    )


def _batches(records: Iterable[StreamRecord]) -> Iterator[Sequence[StreamRecord]]:
    remaining = iter(records)
    while batch := tuple(islice(remaining, BATCH_SIZE)):
        yield batch
