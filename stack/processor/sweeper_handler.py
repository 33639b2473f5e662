"""Lambda entry point of the sweeper, invoked once a minute."""

import logging
import os
from collections.abc import Mapping
from typing import Final, Protocol

from . import wiring
from .interface import Metric, Variable
from .observability import configure_logging, emit
from .ruleset import load_rules
from .settings import text
from .sweeper import Sweeper, SweepReport

_LOG: Final = logging.getLogger(__name__)

_RESERVE_MS: Final = 15_000
"""Time that the steps after a long one still need."""


class Context(Protocol):
    """What is used of Lambda's context."""

    aws_request_id: str

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the function."""


def handle(event: Mapping[str, object], context: Context) -> None:  # noqa: ARG001  # Lambda's signature
    """Do one round of sweeping."""
    environment_suffix = text(os.environ, Variable.ENVIRONMENT_SUFFIX)
    configure_logging(environment_suffix).append_keys(request_id=context.aws_request_id)
    sweeper = Sweeper(
        ledger=wiring.ledger(os.environ),
        history=wiring.history(os.environ),
        rules=load_rules(),
        clock=wiring.clock,
        publisher=wiring.publisher(os.environ),
    )
    report = sweeper.sweep(lambda: context.get_remaining_time_in_millis() > _RESERVE_MS)
    emit(environment_suffix, sweep_metrics(report))
    if report.sealed_head is not None:
        # The one copy of the head that the database's owner cannot rewrite.
        _LOG.info("ledger sealed", extra={"head": report.sealed_head})


def sweep_metrics(report: SweepReport) -> dict[Metric, int]:
    """The metrics of one sweep."""
    return {
        Metric.DECISIONS_RESCORED: report.rescored,
        Metric.ALERTS_PUBLISHED: report.published,
        Metric.ALERTS_PENDING: report.pending_alerts,
        Metric.RECONCILIATION_DIFFERENCE: report.reconciliation_difference,
        Metric.CONFIRMED_FRAUD_YEN_MONTH_TO_DATE: report.confirmed_fraud_yen_month_to_date,
        Metric.LEDGER_UNAVAILABLE: int(bool(report.failed_steps)),
    }
