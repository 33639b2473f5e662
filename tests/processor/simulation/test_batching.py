"""Batches: size, window, payload, order and parallel lanes."""

import pytest

from stack.operations.simulator.settings import MappingSettings
from tests.processor.simulation.world import World


def test_a_batch_never_exceeds_the_batch_size(world: World) -> None:
    world.put(*"abcdefg")
    world.mapping(batch_size=3).drain()
    assert world.invocations == [["a", "b", "c"], ["d", "e", "f"], ["g"]]


def test_the_window_holds_an_incomplete_batch_back(world: World) -> None:
    mapping = world.mapping(batch_size=10, batching_window_seconds=5)
    world.put("a")
    assert mapping.poll() == 0
    world.now += 4
    world.put("b")
    assert mapping.poll() == 0
    world.now += 1
    assert mapping.poll() == 1
    assert world.invocations == [["a", "b"]]


def test_a_full_batch_does_not_wait_for_the_window(world: World) -> None:
    mapping = world.mapping(batch_size=2, batching_window_seconds=300)
    world.put("a", "b", "c")
    mapping.drain()
    assert world.invocations == [["a", "b"]]


def test_a_batch_stays_within_six_megabytes_of_payload(world: World) -> None:
    world.put(*("x" * 1_000_000 for _ in range(6)))
    world.mapping(batch_size=100, batching_window_seconds=300).drain()
    world.now += 300
    assert [len(batch) for batch in world.invocations] == [4]


def test_records_of_one_key_keep_their_order_in_parallel_lanes(world: World) -> None:
    for turn in range(20):
        for key in "pqrstu":
            world.put(f"{key}{turn}", key=key)
    world.mapping(batch_size=4, parallelization_factor=10).drain()
    seen = [text for batch in world.invocations for text in batch]
    for key in "pqrstu":
        assert [text for text in seen if text[0] == key] == [f"{key}{turn}" for turn in range(20)]


def test_a_failing_lane_does_not_hold_the_others_up(world: World) -> None:
    def refuse_p(data: list[str], _numbers: list[str]) -> None:
        if any(text.startswith("p") for text in data):
            raise RuntimeError

    world.answer = refuse_p
    world.put("p0", key="p")
    world.put("q0", key="q")
    mapping = world.mapping(parallelization_factor=10)
    mapping.poll()
    mapping.poll()
    assert world.invocations.count(["q0"]) == 1
    assert world.invocations.count(["p0"]) == 2


@pytest.mark.parametrize(
    "setting",
    [
        {"batch_size": 0},
        {"batch_size": 10_001},
        {"batching_window_seconds": 301},
        {"parallelization_factor": 11},
        {"maximum_retry_attempts": -2},
        {"maximum_record_age_seconds": 59},
        {"maximum_record_age_seconds": 604_801},
    ],
)
def test_settings_that_the_service_refuses_are_refused(setting: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=" to "):
        MappingSettings(**setting)
