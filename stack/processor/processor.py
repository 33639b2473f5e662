"""The way of a batch: decode, look back, decide, store, publish.

The order is what keeps every record: the history is touched first, which may be repeated at will,
then the ledger stores transactions, decisions and alerts in one transaction, and what has been
stored is never decided again. Whatever happens in between, the stream delivers the batch once more.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import psycopg

from .alerts import alert_body
from .collector import collector_paused
from .context import NO_CONTEXT, read_context
from .decision import Decision, decide_all_or_defer
from .history import History, Observation
from .intake import Accepted, Refusal, Rejected, take_in
from .ledger import Batch, Decided, Ledger, Outcome, record_batch, record_rule_set
from .outbox import publish_pending
from .publisher import Publisher
from .records import BatchResult, Counts, StreamRecord
from .rules.sight import Sight
from .ruleset import RuleSet
from .sights import Sighting, touches_of
from .stored import read_stored

_LOG: Final = logging.getLogger(__name__)

Clock = Callable[[], int]
"""Milliseconds since the epoch."""

CHUNK: Final = 500
"""Records dealt with at a time, which bounds memory and statement sizes whatever the batch size."""

PORTION: Final = 50
"""Transactions decided and sent at a time: the ledger stores them while the next are decided."""

PUBLISH_PAUSE_MS: Final = 60_000
"""A topic that failed is left to the sweeper for so long: its time-outs would hold us up."""


@dataclass(slots=True)
class _Chunk:
    """Records on their way, sorted by what they turned out to be."""

    records: Sequence[StreamRecord]
    accepted: dict[str, Accepted] = field(default_factory=dict)
    repeats: list[Accepted] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, taken: Accepted | Rejected) -> None:
        if isinstance(taken, Rejected):
            self.rejected.append(taken)
        elif taken.transaction.transaction_id in self.accepted:
            self.repeats.append(taken)
        else:
            self.accepted[taken.transaction.transaction_id] = taken


class Processor:
    """Takes batches of one stream; one instance an execution environment.

    Args:
        ledger: The PostgreSQL side: `Ledger(connect)`.
        history: The Redis side: `History(client, clock=...)`.
        rules: The rule set that decides.
        clock: Wall clock in milliseconds; event time comes from the records.
        publisher: Where alerts go right after the commit; None leaves them to the sweeper.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        history: History,
        rules: RuleSet,
        clock: Clock,
        publisher: Publisher | None = None,
    ) -> None:
        self._ledger = ledger
        self._history = history
        self._rules = rules
        self._clock = clock
        self._publisher = publisher
        self._rules_recorded = False
        self._publish_from_ms = 0

    def process(self, records: Sequence[StreamRecord]) -> BatchResult:
        """Deal with one batch; never raises for what the stores or the records do.

        What could not be stored is named in the result, and delivered again. Nothing after it is
        touched, so that the order within a shard holds.
        """
        with collector_paused():
            return self._process(records)

    def _process(self, records: Sequence[StreamRecord]) -> BatchResult:
        counts = Counts()
        lag_ms = 0
        for start in range(0, len(records), CHUNK):
            chunk = records[start : start + CHUNK]
            if not self._store(chunk, counts):
                return BatchResult(counts, chunk[0].sequence_number, lag_ms)
            oldest_ms = min(record.arrived_at_ms for record in chunk)
            lag_ms = max(lag_ms, self._clock() - oldest_ms)
        return BatchResult(counts, None, lag_ms)

    def _store(self, records: Sequence[StreamRecord], counts: Counts) -> bool:
        """Deal with a chunk; False if the ledger cannot take it now."""
        for attempt in (1, 2):
            try:
                self._deal_with(records, counts)
            except (psycopg.DataError, psycopg.IntegrityError) as error:
                return self._isolate(records, counts, error)
            except psycopg.Error as error:
                # A connection may have died of a failover while idle; one new one is worth a try.
                self._ledger.drop()
                _LOG.warning("ledger failed", extra={"code": error.sqlstate, "attempt": attempt})
            else:
                return True
        counts.ledger_unavailable += 1
        return False

    def _isolate(
        self, records: Sequence[StreamRecord], counts: Counts, error: psycopg.Error
    ) -> bool:
        """Find the record that the ledger refuses, and put it into quarantine."""
        if len(records) > 1:
            middle = len(records) // 2
            return self._store(records[:middle], counts) and self._store(records[middle:], counts)
        chunk = _Chunk(records)
        detail = f"SQLSTATE {error.sqlstate}"
        chunk.add(Rejected(records[0], Refusal.REFUSED_BY_LEDGER, detail, records[0].data))
        try:
            self._settle(self._ledger.connection(), chunk, counts)
        except psycopg.Error:
            self._ledger.drop()
            counts.ledger_unavailable += 1
            return False
        taken = take_in(records[0])
        if isinstance(taken, Accepted):
            self._history.forget(touches_of([taken]))
        return True

    def _deal_with(self, records: Sequence[StreamRecord], counts: Counts) -> None:
        chunk = _Chunk(records)
        for record in records:
            chunk.add(take_in(record))
        self._settle(self._ledger.connection(), chunk, counts)

    def _settle(self, connection: psycopg.Connection, chunk: _Chunk, counts: Counts) -> None:
        if not self._rules_recorded:
            record_rule_set(connection, self._rules, self._clock())
            self._rules_recorded = True
        # In one order everywhere: two shards that hold the same ids must not wait for each other.
        items = sorted(chunk.accepted.values(), key=lambda item: item.transaction.transaction_id)
        observation, sighting = self._look(connection, items)
        sights = sighting.sights()
        portions = self._portions(chunk, items, sights, observed=observation.available)
        if len(items) <= PORTION:
            portions = list(portions)
        outcome = record_batch(connection, portions, self._clock())
        self._withdraw(connection, items, outcome.conflicts)
        published = self._publish(connection, outcome.alerts)
        counts.history_unavailable += not observation.available
        counts.history_incomplete += sighting.is_incomplete
        _count(counts, len(chunk.records), outcome)
        counts.alerts_published += published

    def _look(
        self, connection: psycopg.Connection, items: Sequence[Accepted]
    ) -> tuple[Observation, Sighting]:
        context, observation = NO_CONTEXT, Observation({}, 0, available=True)
        if items:
            context = read_context(connection, items)
            observation = self._history.observe(touches_of(items))
        sighting = Sighting(
            connection, items, observation=observation, context=context, now_ms=self._clock()
        )
        return observation, sighting

    def _portions(
        self, chunk: _Chunk, items: Sequence[Accepted], sights: Sequence[Sight], *, observed: bool
    ) -> Iterable[Batch]:
        """Decide a portion at a time: the ledger stores one while the next is decided."""
        last = max(0, (len(items) - 1) // PORTION * PORTION)
        for start in range(0, last + 1, PORTION):
            portion = items[start : start + PORTION]
            decisions = decide_all_or_defer(sights[start : start + PORTION], self._rules)
            decided = [
                _decided(item, decision, observed=observed)
                for item, decision in zip(portion, decisions, strict=True)
            ]
            received = [one.item.record for one in decided]
            if start < last:
                yield Batch(received, decided, [], [])
                continue
            received += [item.record for item in chunk.repeats]
            received += [one.record for one in chunk.rejected]
            yield Batch(received, decided, chunk.repeats, chunk.rejected)

    def _withdraw(
        self, connection: psycopg.Connection, items: Sequence[Accepted], conflicts: Sequence[str]
    ) -> None:
        """Take contradicting records out of the history, and put the stored ones back."""
        if not conflicts:
            return
        wrong = [item for item in items if item.record.event_id in conflicts]
        self._history.forget(touches_of(wrong))
        right = read_stored(connection, [item.transaction.transaction_id for item in wrong])
        self._history.observe(touches_of(right))

    def _publish(self, connection: psycopg.Connection, alerts: Sequence[str]) -> int:
        """Publish at once if possible: the batch is stored, so nothing here may fail it."""
        if self._publisher is None or not alerts or self._clock() < self._publish_from_ms:
            return 0
        try:
            count = publish_pending(connection, self._publisher, self._clock, only=alerts)
        except psycopg.Error:
            self._ledger.drop()
            return 0
        if count < len(alerts):
            self._publish_from_ms = self._clock() + PUBLISH_PAUSE_MS
        return count


def _decided(item: Accepted, decision: Decision, *, observed: bool) -> Decided:
    alert = alert_body(item.transaction, decision)
    return Decided(item, decision, alert, item.entry is not None and not observed)


def _count(counts: Counts, received: int, outcome: Outcome) -> None:
    counts.received += received
    counts.stored += outcome.stored
    counts.quarantined += outcome.quarantined
    counts.duplicate += received - outcome.stored - outcome.quarantined
    counts.degraded += outcome.degraded
    counts.alerts_raised += len(outcome.alerts)
