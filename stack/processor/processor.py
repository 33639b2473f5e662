"""The way of a batch: decode, look back, decide, store, publish."""

from collections.abc import Callable, Sequence

from .history import History
from .ledger import Ledger
from .publisher import Publisher
from .records import BatchResult, StreamRecord
from .ruleset import RuleSet

Clock = Callable[[], int]
"""Milliseconds since the epoch."""


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

    def process(self, records: Sequence[StreamRecord]) -> BatchResult:
        """Deal with one batch; never raises for what the stores or the records do.

        What could not be stored is named in the result, and delivered again.
        """
        raise NotImplementedError
