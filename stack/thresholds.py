"""Alarm thresholds: each derived from the plan or from a limit, with its reason.

The reason travels with the alarm into its description, so that whoever is woken up reads it.
"""

from dataclasses import dataclass
from typing import Final

from stack.capacity import SPARE_CONNECTIONS, STREAM_RETENTION_HOURS, Plan

MILLISECONDS_A_HOUR: Final = 3_600_000
GIB: Final = 2**30


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit and why it is where it is."""

    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every threshold that depends on the size of the system or on a measured limit."""

    plan: Plan

    @property
    def stream_lag(self) -> Threshold:
        """Age of the oldest unread record, in ms, worth a look."""
        return Threshold(60_000, "fraud is to be seen as it happens: a minute behind is too late")

    @property
    def stream_backlog(self) -> Threshold:
        """Age of the oldest unread record, in ms, worth a pager."""
        return Threshold(MILLISECONDS_A_HOUR, "an hour behind, catching up alone will not do")

    @property
    def stream_loss(self) -> Threshold:
        """Age of the oldest unread record, in ms, near the end of its life."""
        half = STREAM_RETENTION_HOURS // 2
        return Threshold(
            half * MILLISECONDS_A_HOUR,
            f"half of the {STREAM_RETENTION_HOURS} hours after which the stream forgets records",
        )

    @property
    def concurrency(self) -> Threshold:
        """Invocations of the stream function at once."""
        limit = self.plan.stream.concurrency
        return Threshold(
            limit, f"all {limit} reserved invocations busy: the next batch waits for one to end"
        )

    @property
    def cache_memory_percent(self) -> Threshold:
        """Used memory of a cache node, in percent of `maxmemory`."""
        return Threshold(70, "the history refuses writes when full (noeviction); time to grow it")

    @property
    def cache_connections(self) -> Threshold:
        """Client connections of a cache node."""
        expected = self.plan.stream.concurrency + SPARE_CONNECTIONS
        return Threshold(
            4 * expected, f"four times the {expected} that the functions open: connections leak"
        )

    @property
    def ledger_connections(self) -> Threshold:
        """Client connections of the database."""
        limit = self.plan.ledger.instance_class.maximum_connections
        return Threshold(
            int(limit * 0.8), f"80 % of the {limit} connections that the instance allows"
        )

    @property
    def ledger_free_storage(self) -> Threshold:
        """Free bytes of the volume."""
        allocated = self.plan.ledger.allocated_gib
        return Threshold(
            allocated * GIB * 0.05,
            "storage grows by itself below 10 % free; at 5 % of the first size it did not",
        )

    @property
    def ledger_free_memory(self) -> Threshold:
        """Free bytes of memory."""
        memory = self.plan.ledger.instance_class.memory_gib
        return Threshold(memory * GIB * 0.1, f"a tenth of the instance's {memory} GiB")
