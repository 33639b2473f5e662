"""What the processor and the infrastructure around it agree on: handlers, variables, metrics.

The infrastructure reads this module to wire the functions; the processor reads it to find its
variables and to name its metrics. It therefore depends on nothing but the standard library.
"""

from enum import StrEnum
from typing import Final

SERVICE_NAME: Final = "transaction-processor"
METRIC_NAMESPACE: Final = "TransactionMonitoring"
ENVIRONMENT_DIMENSION: Final = "environment"
"""Every metric carries this one dimension beside `service`; its value is the environment suffix."""


class Handler(StrEnum):
    """Entry points inside the bundle, as Lambda's `handler` setting spells them."""

    STREAM = "processor.stream_handler.handle"
    SWEEPER = "processor.sweeper_handler.handle"
    MIGRATION = "processor.migration_handler.handle"


class Variable(StrEnum):
    """Environment variables of the functions."""

    ENVIRONMENT_SUFFIX = "ENVIRONMENT_SUFFIX"
    LEDGER_HOST = "LEDGER_HOST"
    LEDGER_PORT = "LEDGER_PORT"
    LEDGER_DATABASE = "LEDGER_DATABASE"
    LEDGER_SECRET_ID = "LEDGER_SECRET_ID"  # noqa: S105  # the secret's name, not its value
    HISTORY_HOST = "HISTORY_HOST"
    HISTORY_PORT = "HISTORY_PORT"
    HISTORY_CACHE_NAME = "HISTORY_CACHE_NAME"
    HISTORY_USER_ID = "HISTORY_USER_ID"
    HISTORY_CLUSTER_MODE = "HISTORY_CLUSTER_MODE"
    ALERT_TOPIC_ARN = "ALERT_TOPIC_ARN"


class Metric(StrEnum):
    """Custom CloudWatch metrics, in EMF, all counts unless the name says otherwise."""

    TRANSACTIONS_RECEIVED = "TransactionsReceived"
    TRANSACTIONS_STORED = "TransactionsStored"
    TRANSACTIONS_DUPLICATE = "TransactionsDuplicate"
    TRANSACTIONS_QUARANTINED = "TransactionsQuarantined"
    ALERTS_RAISED = "AlertsRaised"
    ALERTS_PUBLISHED = "AlertsPublished"
    ALERTS_PENDING = "AlertsPending"
    DECISIONS_DEGRADED = "DecisionsDegraded"
    DECISIONS_RESCORED = "DecisionsRescored"
    HISTORY_UNAVAILABLE = "HistoryUnavailable"
    HISTORY_INCOMPLETE = "HistoryIncomplete"
    LEDGER_UNAVAILABLE = "LedgerUnavailable"
    RECONCILIATION_DIFFERENCE = "ReconciliationDifference"
    TRANSACTION_LAG_MILLISECONDS = "TransactionLagMilliseconds"
    CONFIRMED_FRAUD_YEN_MONTH_TO_DATE = "ConfirmedFraudYenMonthToDate"
