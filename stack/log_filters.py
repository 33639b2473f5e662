"""What is counted in the logs, because no service has a metric for it."""

from dataclasses import dataclass
from typing import Final

from stack.log_groups import Log
from stack.names import Names
from stack.processor.interface import METRIC_NAMESPACE
from stack.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class LogFilter:
    """A pattern in one log, the metric that counts it, and how many in five minutes alarm."""

    qualifier: str
    log: Log
    pattern: str
    metric: str
    threshold: Threshold


_LOGGED_ERROR = '{ $.level = "ERROR" || $.level = "CRITICAL" }'

FILTERS: Final = (
    LogFilter(
        "stream-logged-errors",
        Log.STREAM_FUNCTION,
        _LOGGED_ERROR,
        "StreamLoggedErrors",
        Threshold(0, "the processor logged an error"),
    ),
    LogFilter(
        "sweeper-logged-errors",
        Log.SWEEPER_FUNCTION,
        _LOGGED_ERROR,
        "SweeperLoggedErrors",
        Threshold(0, "the sweeper logged an error"),
    ),
    LogFilter(
        "ledger-refused",
        Log.LEDGER,
        '?"password authentication failed" ?"no pg_hba.conf entry" ?"permission denied"',
        "LedgerRefused",
        Threshold(0, "someone without permission tried the ledger, or a rotation went wrong"),
    ),
    LogFilter(
        "ledger-fatal",
        Log.LEDGER,
        '?"FATAL:" ?"PANIC:"',
        "LedgerFatal",
        Threshold(5, "connections fail; a failover alone explains a few"),
    ),
    LogFilter(
        "flows-rejected",
        Log.FLOW,
        "[version, account, interface, source, destination, source_port, destination_port, "
        'protocol, packets, bytes, start, end, action = "REJECT", status]',
        "FlowsRejected",
        Threshold(100, "something in the VPC talks to what it has no business with"),
    ),
)


def metric_namespace(names: Names) -> str:
    """Metrics of filters cannot carry dimensions and a default value; the namespace separates."""
    return f"{METRIC_NAMESPACE}/{names.suffix}"
