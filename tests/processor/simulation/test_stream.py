"""The stream's own contract."""

import pytest

from stack.operations.simulator.stream import RecordRefusedError, Stream
from tests.processor.simulation.world import World


def test_sequence_numbers_have_56_digits_and_grow_with_gaps(world: World) -> None:
    numbers = world.put(*"abc")
    assert {len(number) for number in numbers} == {56}
    assert int(numbers[0]) + 1 < int(numbers[1]) < int(numbers[2])


def test_a_producer_retry_is_a_second_record_with_another_sequence_number(world: World) -> None:
    first, second = world.put("same", "same")
    assert first != second


def test_a_key_always_meets_the_same_shard_and_shards_share_the_keys() -> None:
    stream = Stream(4, lambda: 0.0)
    shards = {key: stream.put(key, b"").shard_id for key in map(str, range(200))}
    assert all(stream.put(key, b"").shard_id == shard for key, shard in shards.items())
    assert set(shards.values()) == {shard.shard_id for shard in stream.shards}


@pytest.mark.parametrize(("key", "size"), [("", 1), ("k" * 257, 1), ("k", 1024 * 1024 + 1)])
def test_records_that_the_service_refuses_are_refused(world: World, key: str, size: int) -> None:
    with pytest.raises(RecordRefusedError):
        world.stream.put(key, b"x" * size)
    assert len(world.stream) == 0
