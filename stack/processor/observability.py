"""Logs and metrics of the functions: structured, correlated, and free of data.

Texts of exceptions are never logged: drivers put values of the record into them (`DETAIL: Key
(...)=(...)`). What is logged is kinds of errors, SQLSTATEs, counts and the ids of requests and
stream records.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Final

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit

from .interface import ENVIRONMENT_DIMENSION, METRIC_NAMESPACE, SERVICE_NAME, Metric
from .records import BatchResult

_PACKAGE: Final = __name__.rpartition(".")[0]
# As long as a card number, and no longer: sequence numbers have 56 digits and stay readable.
_CARD_LENGTH: Final = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])")


class ScrubbingFormatter(LambdaPowertoolsFormatter):
    """Powertools' JSON, without exception texts and without numbers as long as a card's."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        if record.exc_info is not None and record.exc_info[0] is not None:
            record.error = record.exc_info[0].__name__
        record.exc_info = record.exc_text = record.stack_info = None
        return _CARD_LENGTH.sub("[number]", super().format(record))


def configure_logging(environment_suffix: str) -> ScrubbingFormatter:
    """Send the package's logs to standard output as JSON; returns the formatter, to correlate with.

    Lambda calls a module's start once an environment, so a handler is added once.
    """
    formatter = ScrubbingFormatter(service=SERVICE_NAME, utc=True)
    formatter.append_keys(environment=environment_suffix)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logger = logging.getLogger(_PACKAGE)
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return formatter


def emit(environment_suffix: str, values: Mapping[Metric, int]) -> None:
    """Write metrics to standard output in CloudWatch's embedded format."""
    metrics = Metrics(namespace=METRIC_NAMESPACE, service=SERVICE_NAME)
    metrics.set_default_dimensions(**{ENVIRONMENT_DIMENSION: environment_suffix})
    for metric, value in values.items():
        milliseconds = metric is Metric.TRANSACTION_LAG_MILLISECONDS
        unit = MetricUnit.Milliseconds if milliseconds else MetricUnit.Count
        metrics.add_metric(name=metric, unit=unit, value=value)
    metrics.flush_metrics()


def batch_metrics(result: BatchResult) -> dict[Metric, int]:
    """The metrics of one batch."""
    counts = result.counts
    return {
        Metric.TRANSACTIONS_RECEIVED: counts.received,
        Metric.TRANSACTIONS_STORED: counts.stored,
        Metric.TRANSACTIONS_DUPLICATE: counts.duplicate,
        Metric.TRANSACTIONS_QUARANTINED: counts.quarantined,
        Metric.ALERTS_RAISED: counts.alerts_raised,
        Metric.ALERTS_PUBLISHED: counts.alerts_published,
        Metric.DECISIONS_DEGRADED: counts.degraded,
        Metric.HISTORY_UNAVAILABLE: counts.history_unavailable,
        Metric.HISTORY_INCOMPLETE: counts.history_incomplete,
        Metric.LEDGER_UNAVAILABLE: counts.ledger_unavailable,
        Metric.TRANSACTION_LAG_MILLISECONDS: result.largest_lag_ms,
    }
