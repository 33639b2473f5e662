"""Every alarm, as data: what is watched, when it is too much, and why.

Metrics and dimensions: the "monitoring" chapter of each service's user guide.
"""

from stack.alarm import Alarm, Watched
from stack.failure_alarms import failures, logs, topics
from stack.processing_alarms import decisions, functions, stream
from stack.store_alarms import history, ledger


def all_alarms(watched: Watched) -> list[Alarm]:
    """Every alarm of the system, along the way of a transaction."""
    areas = (stream, functions, decisions, history, ledger, failures, topics, logs)
    return [alarm for area in areas for alarm in area(watched)]
