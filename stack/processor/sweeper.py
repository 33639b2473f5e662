"""What is not urgent: publish, repair the history, score again, seal, reconcile.

Each step stands alone: one that fails is logged and stops no other.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import psycopg
from valkey.exceptions import ValkeyError

from .feedback import confirmed_fraud_month_to_date, refresh_entity_risk, risk_is_stale
from .history import History
from .ledger import Ledger, record_rule_set
from .outbox import pending, publish_pending
from .processor import Clock
from .publisher import Publisher
from .reconciliation import reconcile
from .rescoring import START, rescore
from .restoring import warm_up, write_unwritten
from .ruleset import RuleSet
from .site import watch_site
from .verification import seal_ledger
from .windows import HOUR_MS

_LOG: Final = logging.getLogger(__name__)

_HOURS_RECONCILED: Final = 3
"""The current hour and the two before it: records may still come."""


@dataclass(slots=True)
class SweepReport:
    """What one sweep did.

    Attributes:
        rescored: Degraded decisions that got their final revision.
        published: Alerts that left.
        pending_alerts: Alerts that still wait.
        history_restored: Transactions put into the history.
        reconciliation_difference: Records unaccounted for in the last hours; 0 if all balance.
        confirmed_fraud_yen_month_to_date: Yen of fraud chargebacks in this month of Japan.
        sealed_head: The head of the chain of seals, if it grew.
        failed_steps: Names of the steps that could not be done.
    """

    rescored: int = 0
    published: int = 0
    pending_alerts: int = 0
    history_restored: int = 0
    reconciliation_difference: int = 0
    confirmed_fraud_yen_month_to_date: int = 0
    sealed_head: str | None = None
    failed_steps: list[str] = field(default_factory=list)


def _always() -> bool:
    return True


class Sweeper:
    """Runs once a minute.

    Args:
        ledger: As for `Processor`, but not the same object.
        history: Likewise.
        rules: The rule set that decides.
        clock: Wall clock in milliseconds.
        publisher: Where alerts go.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        history: History,
        rules: RuleSet,
        clock: Clock,
        publisher: Publisher,
    ) -> None:
        self._ledger = ledger
        self._history = history
        self._rules = rules
        self._clock = clock
        self._publisher = publisher
        self._may_go_on: Callable[[], bool] = _always

    def sweep(self, may_go_on: Callable[[], bool] = _always) -> SweepReport:
        """Do one round; raises nothing for what the stores or the topic do.

        Args:
            may_go_on: Asked between portions of long steps; False when the time is nearly up.
        """
        self._may_go_on = may_go_on
        report = SweepReport()
        for step in (
            self._restore,
            self._rescore,
            self._watch_site,
            self._publish,
            self._seal,
            self._reconcile,
            self._refresh_risk,
        ):
            try:
                step(self._ledger.connection(), report)
            except (psycopg.Error, ValkeyError, OSError) as error:
                self._ledger.drop()
                name = step.__name__.removeprefix("_")
                report.failed_steps.append(name)
                _LOG.warning("sweep failed", extra={"step": name, "error": type(error).__name__})
        return report

    def _restore(self, connection: psycopg.Connection, report: SweepReport) -> None:
        while self._may_go_on() and (count := write_unwritten(connection, self._history)):
            report.history_restored += count
        report.history_restored += warm_up(
            connection, self._history, self._clock(), may_go_on=self._may_go_on
        )

    def _refresh_risk(self, connection: psycopg.Connection, report: SweepReport) -> None:
        now_ms = self._clock()
        report.confirmed_fraud_yen_month_to_date = confirmed_fraud_month_to_date(connection, now_ms)
        if risk_is_stale(connection, now_ms):
            refresh_entity_risk(connection, _moment(now_ms))

    def _rescore(self, connection: psycopg.Connection, report: SweepReport) -> None:
        record_rule_set(connection, self._rules, self._clock())
        after: tuple[int, str] | None = START
        while after is not None and self._may_go_on():
            done = rescore(connection, self._rules, self._clock(), after=after)
            report.rescored += done.count
            after = done.last

    def _watch_site(self, connection: psycopg.Connection, report: SweepReport) -> None:  # noqa: ARG002  # one signature for all steps
        watch_site(connection, self._rules, self._clock())

    def _publish(self, connection: psycopg.Connection, report: SweepReport) -> None:
        while self._may_go_on() and (
            count := publish_pending(connection, self._publisher, self._clock)
        ):
            report.published += count
        report.pending_alerts = pending(connection)

    def _seal(self, connection: psycopg.Connection, report: SweepReport) -> None:
        seal = seal_ledger(connection, self._clock())
        if seal is not None:
            report.sealed_head = seal.hash

    def _reconcile(self, connection: psycopg.Connection, report: SweepReport) -> None:
        now_ms = self._clock()
        for hours in range(_HOURS_RECONCILED):
            found = reconcile(connection, _moment(now_ms - hours * HOUR_MS))
            report.reconciliation_difference += abs(found.difference)


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC)
