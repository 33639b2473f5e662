"""What is not urgent: repair the history, score again, publish, seal, reconcile."""

from dataclasses import dataclass

from .history import History
from .ledger import Ledger
from .processor import Clock
from .publisher import Publisher
from .ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did."""

    rescored: int
    published: int
    pending_alerts: int
    history_restored: int
    reconciliation_difference: int
    confirmed_fraud_yen_month_to_date: int


class Sweeper:
    """Runs once a minute; takes the same parts as `Processor`."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        history: History,
        rules: RuleSet,
        clock: Clock,
        publisher: Publisher,
    ) -> None:
        self._parts = (ledger, history, rules, clock, publisher)

    def sweep(self) -> SweepReport:
        """Do one round; each step on its own, so that one that fails stops no other."""
        raise NotImplementedError
