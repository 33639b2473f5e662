"""Sizes of the node and instance types that the plan chooses from, smallest first.

Memory of cache nodes: "Supported node types" of the ElastiCache user guide. Processors and memory
of database instances: "Hardware specifications for DB instance classes" of the RDS user guide.
Their IOPS, the baseline and not the burst: "Amazon EBS-optimized instances" of the EC2 user guide.
Both Graviton3 families are offered in ap-northeast-1.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CacheNodeType:
    """An ElastiCache node type and its `maxmemory` in GiB."""

    name: str
    memory_gib: float


@dataclass(frozen=True, slots=True)
class DatabaseInstanceClass:
    """An RDS instance class: processors, memory in GiB, IOPS that it sustains to its volume."""

    name: str
    processors: int
    memory_gib: int
    sustained_iops: int

    @property
    def maximum_connections(self) -> int:
        """The default of `max_connections`: DBInstanceClassMemory / 9531392, at most 5000.

        A tenth of the memory is taken off, because DBInstanceClassMemory excludes what the
        operating system and the RDS processes use.
        """
        return min(int(self.memory_gib * 2**30 * 0.9 / 9_531_392), 5_000)


CACHE_NODE_TYPES: Final = (
    CacheNodeType("cache.m7g.large", 6.38),
    CacheNodeType("cache.r7g.large", 13.07),
    CacheNodeType("cache.r7g.xlarge", 26.32),
    CacheNodeType("cache.r7g.2xlarge", 52.82),
    CacheNodeType("cache.r7g.4xlarge", 105.81),
    CacheNodeType("cache.r7g.8xlarge", 209.55),
    CacheNodeType("cache.r7g.12xlarge", 317.77),
    CacheNodeType("cache.r7g.16xlarge", 419.09),
)

DATABASE_INSTANCE_CLASSES: Final = (
    DatabaseInstanceClass("db.m7g.large", 2, 8, 3_600),
    DatabaseInstanceClass("db.m7g.xlarge", 4, 16, 6_000),
    DatabaseInstanceClass("db.m7g.2xlarge", 8, 32, 12_000),
    DatabaseInstanceClass("db.m7g.4xlarge", 16, 64, 20_000),
    DatabaseInstanceClass("db.m7g.8xlarge", 32, 128, 40_000),
    DatabaseInstanceClass("db.m7g.12xlarge", 48, 192, 60_000),
    DatabaseInstanceClass("db.m7g.16xlarge", 64, 256, 80_000),
)
