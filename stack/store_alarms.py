"""Alarms of the two stores.

A Multi-AZ instance has no replica lag to watch, because its standby commits together with the
primary; the history's replicas have one.
"""

from collections.abc import Iterator

from stack.alarm import BELOW, Alarm, Source, Watched, never
from stack.history import node_ids
from stack.thresholds import Threshold


def history(watched: Watched) -> Iterator[Alarm]:
    """Each node of the history: memory, evictions, load, replication."""
    settings, limits = watched.settings, watched.limits
    nodes = node_ids(
        watched.names.history,
        settings.plan.history.shards,
        cluster_mode=settings.history_cluster_mode,
    )
    for node in nodes:
        source = Source("AWS/ElastiCache", {"CacheClusterId": node, "CacheNodeId": "0001"})
        label = node.removeprefix(watched.names.history + "-")
        for what, metric, threshold, periods in (
            ("memory", "DatabaseMemoryUsagePercentage", limits.cache_memory_percent, 5),
            ("evictions", "Evictions", never("a node evicts keys: noeviction is not in force"), 1),
            ("load", "EngineCPUUtilization", Threshold(70, "one thread runs all commands"), 5),
            ("connections", "CurrConnections", limits.cache_connections, 5),
            ("swap", "SwapUsage", Threshold(50 * 2**20, "50 MB: memory is overcommitted"), 5),
            ("lag", "ReplicationLag", Threshold(5, "a failover now loses 5 s of history"), 3),
            (
                "refused",
                "IamAuthenticationThrottling",
                never("new connections of the functions are refused"),
                1,
            ),
        ):
            yield Alarm(f"history-{label}-{what}", source, metric, threshold, periods=periods)


def ledger(watched: Watched) -> Iterator[Alarm]:
    """The database instance: load, room, latency, wraparound."""
    source = Source("AWS/RDS", {"DBInstanceIdentifier": watched.names.ledger})
    limits = watched.limits
    for what, metric, threshold in (
        ("load", "CPUUtilization", Threshold(70, "no room for the peak after a failover")),
        ("connections", "DatabaseConnections", limits.ledger_connections),
        ("queue", "DiskQueueDepth", Threshold(64, "requests wait for the volume")),
        ("swap", "SwapUsage", Threshold(256 * 2**20, "256 MB: memory is overcommitted")),
        ("write-latency", "WriteLatency", Threshold(0.02, "20 ms a write slow every batch")),
        (
            "transaction-ids",
            "MaximumUsedTransactionIDs",
            Threshold(1e9, "half way to the wraparound that stops all writes: vacuum fails"),
        ),
    ):
        yield Alarm(f"ledger-{what}", source, metric, threshold, "Average", periods=5)
    for what, metric, threshold in (
        ("free-storage", "FreeStorageSpace", limits.ledger_free_storage),
        ("free-memory", "FreeableMemory", limits.ledger_free_memory),
    ):
        yield Alarm(f"ledger-{what}", source, metric, threshold, "Minimum", BELOW, periods=5)
