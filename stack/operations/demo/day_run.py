"""Streams a prepared day through the event source mapping into the processor."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from stack.operations.clock import SimulatedClock
from stack.operations.demo.alert_line import alert_line, transaction_of
from stack.operations.demo.progress import Progress
from stack.operations.simulator.destination import BucketDirectory
from stack.operations.simulator.lane import Consumer
from stack.operations.simulator.mapping import EventSourceMapping
from stack.operations.simulator.settings import MappingSettings
from stack.operations.simulator.stream import Stream
from stack.operations.system import AlertLog, Endpoints, System
from stack.operations.traffic.transport import Delivery
from stack.processor.publisher import Alert
from stack.processor.ruleset import RuleSet

SHARDS: Final = 2
_MAPPING: Final = MappingSettings(
    batch_size=500,
    bisect_on_function_error=True,
    maximum_retry_attempts=10,
    report_batch_item_failures=True,
)
# Enough for batches of a realistic size in each lane.
_RECORDS_PER_POLL: Final = 1_000
# Within the hour that the history grants to stragglers.
_SECONDS_PER_POLL: Final = 3_000
_SWEEP_SECONDS: Final = 900
_RECORDS_PER_SWEEP: Final = 300


class DayRun:
    """One pass over the day on given stores; afterwards it knows what arrived and what alerted."""

    def __init__(
        self, endpoints: Endpoints, rules: RuleSet, bucket: Path, show: Callable[[Progress], None]
    ) -> None:
        """Prepare the pass; `bucket` receives what the mapping gives up, `show` every batch."""
        self.arrivals_by_hour: Counter[int] = Counter()
        self.progress = Progress(total=0)
        self._show = show
        self._clock = SimulatedClock(0.0)
        self.alert_log = AlertLog(self._observe)
        clock = self._clock.read_milliseconds
        self.system = System(endpoints, rules, clock, self.alert_log)
        self._stream = Stream(SHARDS, self._clock.read)
        self._mapping = EventSourceMapping(
            self._stream,
            Consumer(self._timed_handle, _MAPPING, self._clock.read, BucketDirectory(bucket)),
        )
        self._swept_at, self._swept_records = 0.0, 0

    def run(self, deliveries: Sequence[Delivery]) -> None:
        """Deliver everything; the first sweep finds that an empty history lacks nothing."""
        self.progress = Progress(total=len(deliveries))
        self._clock.advance_to(deliveries[0].at)
        self.system.sweep()
        for portion in _portions(deliveries):
            for delivery in portion:
                self._put(delivery)
            self._mapping.drain()
            self._sweep_when_due()
        self.system.sweep()

    @property
    def alerted_transactions(self) -> set[str]:
        """Ids of all transactions that an alert was published about."""
        found = map(transaction_of, self.alert_log.alerts)
        return {transaction_id for transaction_id in found if transaction_id is not None}

    @property
    def discarded(self) -> int:
        """Records that the mapping gave up."""
        return self._mapping.discarded

    def _put(self, delivery: Delivery) -> None:
        self._clock.advance_to(delivery.at)
        self._stream.put(delivery.key, delivery.data)
        self.arrivals_by_hour[int(delivery.at // 3600) * 3600] += 1
        self.progress.delivered += 1

    def _timed_handle(self, event: Mapping[str, object]) -> object:
        begin = perf_counter()
        response = self.system.handle(event)
        progress = self.progress
        progress.batch_seconds.append(perf_counter() - begin)
        progress.simulated = self._clock.seconds
        progress.iterator_age_seconds = self._mapping.iterator_age_seconds
        progress.counts = self.system.totals
        self._show(progress)
        return response

    def _sweep_when_due(self) -> None:
        """As the schedule would, but not while hardly anything happens."""
        waited = self._clock.seconds - self._swept_at
        records = self.progress.delivered - self._swept_records
        if waited >= _SWEEP_SECONDS and records >= _RECORDS_PER_SWEEP:
            self._swept_at, self._swept_records = self._clock.seconds, self.progress.delivered
            self.system.sweep()

    def _observe(self, alert: Alert) -> None:
        self.progress.alerts += 1
        self.progress.recent_alerts.append(alert_line(alert, self._clock.seconds))


def _portions(deliveries: Sequence[Delivery]) -> Iterator[Sequence[Delivery]]:
    """What is put between two polls: neither many records nor a long time."""
    start = 0
    for end, delivery in enumerate(deliveries):
        waited = delivery.at - deliveries[start].at
        if end - start == _RECORDS_PER_POLL or waited > _SECONDS_PER_POLL:
            yield deliveries[start:end]
            start = end
    yield deliveries[start:]
