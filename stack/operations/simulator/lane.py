"""One ordered lane of a shard: it never passes a record that is not settled."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from stack.operations.simulator.destination import Condition, Destination, DiscardedBatch
from stack.operations.simulator.event import lambda_event
from stack.operations.simulator.gathering import Gatherer
from stack.operations.simulator.response import Outcome, read_response
from stack.operations.simulator.settings import MappingSettings
from stack.operations.simulator.stream import Shard, StreamRecord

Invoke = Callable[[dict[str, object]], object]
"""The function under test: event in, answer out."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """What all lanes of a mapping share; `clock` gives seconds since the epoch."""

    invoke: Invoke
    settings: MappingSettings
    clock: Callable[[], float]
    destination: Destination


@dataclass(frozen=True, slots=True)
class _Batch:
    records: Sequence[StreamRecord]
    invocations: int = 0
    retries: int = 0

    def halves(self) -> "tuple[_Batch, _Batch]":
        middle = len(self.records) // 2
        return (
            replace(self, records=self.records[:middle]),
            replace(self, records=self.records[middle:]),
        )


class Lane:
    """Invokes the function with one batch at a time; retries, splits, and gives up."""

    def __init__(self, shard: Shard, number: int, consumer: Consumer) -> None:
        """Serve the records whose key hashes to lane `number` of `shard`."""
        self._consumer = consumer
        self._gatherer = Gatherer(shard, number, consumer.settings)
        self._under_way: deque[_Batch] = deque()
        self.discarded = 0
        self.expired_unread = 0
        self.iterator_age_seconds = 0.0

    def poll(self) -> bool:
        """Make at most one invocation; whether there was a batch to deal with."""
        now = self._consumer.clock()
        if not self._under_way:
            records = self._gatherer.next_batch(now)
            if not records:
                return False
            self._under_way.append(_Batch(records))
        batch = self._without_aged(self._under_way.popleft(), now)
        if batch.records:
            self.iterator_age_seconds = now - batch.records[-1].arrived_at
            self._settle(replace(batch, invocations=batch.invocations + 1), self._attempt(batch))
        return True

    def _without_aged(self, batch: _Batch, now: float) -> _Batch:
        """Drop what the stream no longer holds; discard what the mapping calls too old."""
        settings = self._consumer.settings
        held = [r for r in batch.records if now - r.arrived_at <= settings.retention_seconds]
        self.expired_unread += len(batch.records) - len(held)
        aged = [r for r in held if now - r.arrived_at > settings.maximum_age_seconds]
        if aged:
            self._discard(replace(batch, records=aged), Condition.AGE_EXCEEDED)
        # Arrival times never decrease in a shard, so the aged ones are the leading ones.
        return replace(batch, records=held[len(aged) :])

    def _attempt(self, batch: _Batch) -> Outcome:
        try:
            answer = self._consumer.invoke(lambda_event(batch.records))
            # The runtime sends the answer as JSON; one that is not JSON is a function error.
            answer = json.loads(json.dumps(answer))
        except Exception:  # noqa: BLE001  # whatever the function raises is one thing to the poller
            return Outcome(processed=0, function_failed=True)
        partial = self._consumer.settings.report_batch_item_failures
        return read_response(answer, batch.records, partial=partial)

    def _settle(self, batch: _Batch, outcome: Outcome) -> None:
        remaining = replace(batch, records=batch.records[outcome.processed :])
        if not remaining.records:
            return
        settings = self._consumer.settings
        divisible = outcome.function_failed and len(batch.records) > 1
        if settings.bisect_on_function_error and divisible:
            # "Splitting batches doesn't consume the retry quota."
            self._under_way.extendleft(reversed(batch.halves()))
        elif remaining.retries == settings.maximum_retry_attempts:
            self._discard(remaining, Condition.RETRIES_EXHAUSTED)
        else:
            # The documentation does not say that progress refills the quota; here it does not.
            self._under_way.appendleft(replace(remaining, retries=remaining.retries + 1))

    def _discard(self, batch: _Batch, condition: Condition) -> None:
        now = self._consumer.clock()
        self._consumer.destination.send(
            DiscardedBatch(batch.records, condition, batch.invocations, now)
        )
        self.discarded += len(batch.records)
