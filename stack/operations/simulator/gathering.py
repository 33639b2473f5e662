"""Forming batches: "until the batching window expires, the batch size is reached, or 6 MB"."""

from typing import Final

from stack.operations.simulator.settings import MappingSettings
from stack.operations.simulator.stream import Shard, StreamRecord

MAXIMUM_PAYLOAD_BYTES: Final = 6 * 1024 * 1024
# What an entry adds to its record: base64 grows data by a third, the envelope by about 600 bytes.
_ENVELOPE_BYTES: Final = 600


class Gatherer:
    """Reads one lane's share of a shard, in order, into batches."""

    def __init__(self, shard: Shard, lane_number: int, settings: MappingSettings) -> None:
        """Start at the oldest record (TRIM_HORIZON)."""
        self._shard = shard
        self._lane_number = lane_number
        self._settings = settings
        self._cursor = 0
        self._gathered: list[StreamRecord] = []
        self._payload_bytes = 0

    def next_batch(self, now: float) -> tuple[StreamRecord, ...]:
        """The next batch due at `now`; empty while there is none or its window is open."""
        closed = self._gather()
        if not self._gathered or not (closed or self._window_over(now)):
            return ()
        batch = tuple(self._gathered)
        self._gathered.clear()
        self._payload_bytes = 0
        return batch

    def _gather(self) -> bool:
        """Take what fits; whether count or payload closed the batch."""
        records = self._shard.records
        while self._cursor < len(records):
            record = records[self._cursor]
            if record.hash_key % self._settings.parallelization_factor == self._lane_number:
                if not self._fits(record):
                    return True
                self._gathered.append(record)
                self._payload_bytes += _payload_bytes(record)
            self._cursor += 1
        return len(self._gathered) >= self._settings.batch_size

    def _fits(self, record: StreamRecord) -> bool:
        if not self._gathered:
            return True
        room = MAXIMUM_PAYLOAD_BYTES - self._payload_bytes
        return len(self._gathered) < self._settings.batch_size and _payload_bytes(record) <= room

    def _window_over(self, now: float) -> bool:
        window = self._settings.batching_window_seconds
        return now - self._gathered[0].arrived_at >= window


def _payload_bytes(record: StreamRecord) -> int:
    return len(record.data) * 4 // 3 + _ENVELOPE_BYTES
