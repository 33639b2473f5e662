"""From the load to the size of everything: pure functions, each AWS limit with its source.

`docs/capacity.md` shows the results for three loads and says where this design ends.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

from stack.instance_sizes import (
    CACHE_NODE_TYPES,
    DATABASE_INSTANCE_CLASSES,
    CacheNodeType,
    DatabaseInstanceClass,
)

MINUTES_A_DAY: Final = 1_440
HISTORY_HOURS: Final = 24
STREAM_RETENTION_HOURS: Final = 168
"""A week: an incident over a long weekend must not outlive the records. Kinesis allows 24-8760."""

SHARD_RECORDS_PER_SECOND: Final = 1_000
SHARD_BYTES_PER_SECOND: Final = 2**20
"""Write limits of one shard: "Quotas and limits", Kinesis Data Streams developer guide."""
MINIMUM_SHARDS: Final = 2
"""A hot partition key or a reshard must leave a second shard that keeps flowing."""
MAXIMUM_PARALLELIZATION: Final = 10
"""Concurrent batches a shard: "ParallelizationFactor", Lambda API reference."""
MINIMUM_PARALLELIZATION: Final = 2
"""One slow batch must not hold up every other key of its shard."""
TRANSACTIONS_PER_INVOCATION_SECOND: Final = 800
"""A fifth of the 4,000 a second measured on loopback at batch 100: TLS, zones, cold starts."""
CATCH_UP_FACTOR: Final = 2
"""A backlog must shrink while the peak goes on: consume twice as fast as records arrive."""

HISTORY_BYTES_PER_TRANSACTION: Final = 700
"""654 were measured over a generated day, keys and all (`benchmarks/processor/memory.py`)."""
USABLE_CACHE_MEMORY: Final = 0.75 * 0.8
"""A quarter is reserved for snapshots and failover ("Managing reserved memory", ElastiCache user
guide); of the rest a fifth stays free, so that the memory alarm comes before `noeviction` bites."""
CACHE_TRANSACTIONS_PER_SECOND: Final = 10_000
"""What one Redis thread takes: 11,050 a second measured with one script a transaction."""
CACHE_REPLICAS: Final = 2
"""With the primary: one node in each of three zones."""

LEDGER_EXTRA_BYTES: Final = 1_500
"""Decision, alert and indices beside the record itself."""
AVERAGE_TO_PEAK: Final = 0.4
"""Storage follows the day's average, not its peak; a shop's day has a night."""
LEDGER_INITIAL_DAYS: Final = 30
LEDGER_RETENTION_DAYS: Final = 2_557
"""Seven years, leap days included."""
SHORTEST_STORAGE_DAYS: Final = 365
"""A volume that is full within the year leaves no time to move what is old."""
MINIMUM_STORAGE_GIB: Final = 100
MAXIMUM_STORAGE_GIB: Final = 65_536
"""64 TiB: "Amazon RDS DB instance storage", RDS user guide."""
LARGE_STORAGE_GIB: Final = 400
"""From here gp3 stripes four volumes and lets IOPS be chosen (same source)."""
SMALL_STORAGE_IOPS: Final = 3_000
LARGE_STORAGE_IOPS: Final = 12_000
MAXIMUM_IOPS: Final = 64_000
IOS_PER_TRANSACTION: Final = 3
"""Log, heap and index pages, shared among the batch: an assumption to be measured in production."""
LEDGER_TRANSACTIONS_PER_PROCESSOR: Final = 2_000
"""An eighth of the 16,000 a second that a core was measured to store: standby, TLS, growth."""
SPARE_CONNECTIONS: Final = 20
"""Sweeper, migration, operators, monitoring."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of the system; `headroom` multiplies the peak that everything is sized for."""

    peak_transactions_per_minute: int
    record_bytes: int = 1_024
    headroom: float = 2.0

    @property
    def transactions_per_second(self) -> float:
        """The rate that everything is sized for, headroom included."""
        return self.peak_transactions_per_minute / 60 * self.headroom


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """Kinesis shards, concurrent batches a shard, and the functions that run at once."""

    shards: int
    parallelization: int

    @property
    def concurrency(self) -> int:
        """Invocations at once: what the function reserves."""
        return self.shards * self.parallelization


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """ElastiCache shards, node type and the memory that 24 hours take, in bytes."""

    shards: int
    node_type: CacheNodeType
    bytes_needed: int


@dataclass(frozen=True, slots=True)
class LedgerPlan:
    """The RDS instance class, its storage in GiB, its IOPS, and how long the storage lasts."""

    instance_class: DatabaseInstanceClass
    allocated_gib: int
    maximum_gib: int
    iops_needed: int
    days_until_full: int

    @property
    def provisioned_iops(self) -> int | None:
        """IOPS to order, absent where the storage brings enough of its own."""
        if self.allocated_gib < LARGE_STORAGE_GIB or self.iops_needed <= LARGE_STORAGE_IOPS:
            return None
        return self.iops_needed


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of everything for one load."""

    load: Load
    stream: StreamPlan
    history: HistoryPlan
    ledger: LedgerPlan
    problems: tuple[str, ...]
    """Limits of this design that the load exceeds, one sentence each."""


def plan_for(load: Load) -> Plan:
    """Size the stack; a load beyond the design still gets figures, and its problems named."""
    stream = plan_stream(load)
    ledger = plan_ledger(load, stream.concurrency)
    return Plan(load, stream, plan_history(load), ledger, tuple(_problems(load, stream, ledger)))


def plan_stream(load: Load) -> StreamPlan:
    """Shards for records and bytes; concurrency to drain a backlog during the peak."""
    rate = load.transactions_per_second
    shards = max(
        MINIMUM_SHARDS,
        ceil(rate / SHARD_RECORDS_PER_SECOND),
        ceil(rate * load.record_bytes / SHARD_BYTES_PER_SECOND),
    )
    wanted = ceil(rate / shards * CATCH_UP_FACTOR / TRANSACTIONS_PER_INVOCATION_SECOND)
    return StreamPlan(shards, min(max(wanted, MINIMUM_PARALLELIZATION), MAXIMUM_PARALLELIZATION))


def plan_history(load: Load) -> HistoryPlan:
    """Nodes that hold 24 hours at the peak rate, all day long."""
    entries = load.peak_transactions_per_minute * 60 * HISTORY_HOURS * load.headroom
    needed = ceil(entries * HISTORY_BYTES_PER_TRANSACTION)
    gib = needed / 2**30 / USABLE_CACHE_MEMORY
    shards = max(
        ceil(load.transactions_per_second / CACHE_TRANSACTIONS_PER_SECOND),
        ceil(gib / CACHE_NODE_TYPES[-1].memory_gib),
    )
    fitting = [node for node in CACHE_NODE_TYPES if node.memory_gib >= gib / shards]
    return HistoryPlan(shards, fitting[0], needed)


def plan_ledger(load: Load, concurrency: int) -> LedgerPlan:
    """An instance for the rate and the connections; storage from a month to seven years."""
    bytes_a_day = (
        load.peak_transactions_per_minute
        * MINUTES_A_DAY
        * AVERAGE_TO_PEAK
        * (load.record_bytes + LEDGER_EXTRA_BYTES)
    )
    iops = ceil(load.transactions_per_second * IOS_PER_TRANSACTION)
    allocated = _storage_gib(bytes_a_day * LEDGER_INITIAL_DAYS)
    # RDS wants room for autoscaling, even where the smallest volume would do for ever.
    maximum = min(
        max(_storage_gib(bytes_a_day * LEDGER_RETENTION_DAYS), 2 * allocated), MAXIMUM_STORAGE_GIB
    )
    return LedgerPlan(
        instance_class=_instance_class(load.transactions_per_second, concurrency, iops),
        allocated_gib=allocated,
        maximum_gib=maximum,
        iops_needed=iops,
        days_until_full=int(maximum * 2**30 / bytes_a_day),
    )


def _storage_gib(size: float) -> int:
    return min(max(MINIMUM_STORAGE_GIB, ceil(size / 2**30)), MAXIMUM_STORAGE_GIB)


def _instance_class(rate: float, concurrency: int, iops: int) -> DatabaseInstanceClass:
    fitting = (
        candidate
        for candidate in DATABASE_INSTANCE_CLASSES
        if candidate.processors * LEDGER_TRANSACTIONS_PER_PROCESSOR >= rate
        and candidate.sustained_iops >= iops
        and candidate.maximum_connections >= 2 * (concurrency + SPARE_CONNECTIONS)
    )
    return next(fitting, DATABASE_INSTANCE_CLASSES[-1])


def _problems(load: Load, stream: StreamPlan, ledger: LedgerPlan) -> list[str]:
    peak = f"{load.peak_transactions_per_minute:,} transactions a minute"
    connections = stream.concurrency + SPARE_CONNECTIONS
    limit = ledger.instance_class.maximum_connections
    findings = (
        (
            ledger.iops_needed > MAXIMUM_IOPS,
            f"need {ledger.iops_needed:,} IOPS of the one writer, and gp3 ends at {MAXIMUM_IOPS:,}",
        ),
        (
            ledger.days_until_full < SHORTEST_STORAGE_DAYS,
            f"fill the largest RDS volume in {ledger.days_until_full} days",
        ),
        (
            connections > limit,
            f"need {connections:,} connections, and the largest RDS instance allows {limit:,}",
        ),
    )
    where = "docs/capacity.md names the service that takes over"
    return [f"{peak} {finding}; {where}" for exceeded, finding in findings if exceeded]
