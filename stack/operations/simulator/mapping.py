"""The event source mapping: one function, one stream, one lane per shard and parallel batch."""

from stack.operations.simulator.lane import Consumer, Lane
from stack.operations.simulator.stream import Stream


class EventSourceMapping:
    """Drives a function from a stream, starting at its oldest record (TRIM_HORIZON).

    Each shard has `parallelization_factor` lanes; records of one partition key share a lane, which
    keeps their order. Lanes may be polled from several threads, one thread to a lane.
    """

    def __init__(self, stream: Stream, consumer: Consumer) -> None:
        """Attach the consumer's function to the stream."""
        self.lanes = tuple(
            Lane(shard, number, consumer)
            for shard in stream.shards
            for number in range(consumer.settings.parallelization_factor)
        )

    def poll(self) -> int:
        """Let every lane make one invocation; how many had something to do."""
        return sum(lane.poll() for lane in self.lanes)

    def drain(self) -> None:
        """Poll until no lane has anything due. Never returns if a failure is retried for ever."""
        while self.poll():
            pass

    @property
    def discarded(self) -> int:
        """Records sent to the on-failure destination so far."""
        return sum(lane.discarded for lane in self.lanes)

    @property
    def expired_unread(self) -> int:
        """Records that the stream's retention removed before the function was done with them."""
        return sum(lane.expired_unread for lane in self.lanes)

    @property
    def iterator_age_seconds(self) -> float:
        """The age, when read, of the last record of the slowest lane's latest batch."""
        return max(lane.iterator_age_seconds for lane in self.lanes)
