"""A data stream: shards by hash of the partition key, strictly increasing sequence numbers.

Putting the same bytes twice yields two records with different sequence numbers, which is how a
producer's retry looks to a consumer.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

MAXIMUM_DATA_BYTES: Final = 1024 * 1024
MAXIMUM_KEY_CHARACTERS: Final = 256
_HASH_SPACE: Final = 2**128
# 56 digits, as the service issues them: too long for numeric(40), int8 and doubles.
_FIRST_SEQUENCE_NUMBER: Final = 49_601 * 10**51
_SHARD_STRIDE: Final = 10**48
# Real numbers leave gaps; a consumer that counts upwards from one must fail.
_SEQUENCE_STEP: Final = 1_208_925_819_614_629_174_706_176


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """One record as a shard keeps it; `arrived_at` is in seconds since the epoch."""

    shard_id: str
    sequence_number: str
    partition_key: str
    data: bytes
    arrived_at: float
    hash_key: int


@dataclass(slots=True)
class Shard:
    """An append-only sequence of records."""

    number: int
    records: list[StreamRecord] = field(default_factory=list)

    @property
    def shard_id(self) -> str:
        """The id in the service's own format."""
        return f"shardId-{self.number:012d}"

    def next_sequence_number(self) -> str:
        """A number larger than every earlier one of this shard."""
        position = len(self.records) + 1
        number = _FIRST_SEQUENCE_NUMBER + self.number * _SHARD_STRIDE + position * _SEQUENCE_STEP
        return str(number)


class RecordRefusedError(ValueError):
    """The service would not have accepted this record."""


class Stream:
    """A stream with a fixed number of shards that share the hash space evenly."""

    def __init__(self, shard_count: int, clock: Callable[[], float]) -> None:
        """Open an empty stream.

        Args:
            shard_count: how many shards share the hash space.
            clock: seconds since the epoch; gives each record its arrival time.
        """
        self.shards = tuple(Shard(number) for number in range(shard_count))
        self._clock = clock

    def put(self, partition_key: str, data: bytes) -> StreamRecord:
        """Append one record to the shard that owns the key's hash.

        Raises:
            RecordRefusedError: key or data exceed the service's limits.
        """
        _refuse_oversize(partition_key, data)
        hash_key = int.from_bytes(
            hashlib.md5(partition_key.encode(), usedforsecurity=False).digest(), "big"
        )
        shard = self.shards[hash_key * len(self.shards) // _HASH_SPACE]
        record = StreamRecord(
            shard_id=shard.shard_id,
            sequence_number=shard.next_sequence_number(),
            partition_key=partition_key,
            data=data,
            arrived_at=self._clock(),
            hash_key=hash_key,
        )
        shard.records.append(record)
        return record

    def __len__(self) -> int:
        return sum(len(shard.records) for shard in self.shards)


def _refuse_oversize(partition_key: str, data: bytes) -> None:
    if not 1 <= len(partition_key) <= MAXIMUM_KEY_CHARACTERS:
        raise RecordRefusedError("a partition key has 1 to 256 characters")
    if len(data) > MAXIMUM_DATA_BYTES:
        raise RecordRefusedError("a record carries at most 1 MiB of data")
