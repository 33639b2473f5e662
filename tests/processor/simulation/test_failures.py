"""Retries, checkpoints, bisection, age and the on-failure destination, sentence by sentence."""

import json
import re

import pytest

from tests.processor.simulation.world import Answer, World


def fail_on(*poison: str) -> Answer:
    def answer(data: list[str], _numbers: list[str]) -> None:
        if any(text in poison for text in data):
            raise RuntimeError

    return answer


def report(*poison: str) -> Answer:
    def answer(data: list[str], numbers: list[str]) -> dict[str, object]:
        pairs = zip(data, numbers, strict=True)
        failed = [{"itemIdentifier": number} for text, number in pairs if text in poison]
        return {"batchItemFailures": failed}

    return answer


def payloads(document: dict[str, str]) -> list[str]:
    return [
        entry["kinesis"]["sequenceNumber"] for entry in json.loads(document["payload"])["Records"]
    ]


def test_by_default_a_failing_batch_blocks_its_shard(world: World) -> None:
    world.answer = fail_on("b")
    world.put(*"abcd")
    mapping = world.mapping(batch_size=2)
    for _ in range(50):
        mapping.poll()
    assert world.invocations == [["a", "b"]] * 50


def test_by_default_the_stream_forgets_blocked_records_and_nothing_reports_it(
    world: World,
) -> None:
    world.answer = fail_on("a")
    world.put("a", "b")
    mapping = world.mapping(retention_seconds=86_400)
    mapping.poll()
    world.now += 86_401
    mapping.drain()
    assert mapping.expired_unread == 2
    assert world.discarded() == []


def test_the_lowest_failed_sequence_number_is_the_checkpoint(world: World) -> None:
    tries = []

    def once(data: list[str], numbers: list[str]) -> object:
        tries.append(data)
        return report("b", "d")(data, numbers) if len(tries) == 1 else None

    world.answer = once
    world.put(*"abcde")
    world.mapping(report_batch_item_failures=True).drain()
    assert world.invocations == [list("abcde"), list("bcde")]


def test_an_answer_counts_only_when_the_mapping_enables_it(world: World) -> None:
    world.answer = report("a")
    world.put("a")
    world.mapping(report_batch_item_failures=False).drain()
    assert world.invocations == [["a"]]


@pytest.mark.parametrize(
    "answer", [None, {}, {"batchItemFailures": None}, {"batchItemFailures": []}, ""]
)
def test_empty_and_null_answers_are_a_complete_success(world: World, answer: object) -> None:
    world.answer = lambda _data, _numbers: answer
    world.put("a", "b")
    world.mapping(report_batch_item_failures=True).drain()
    assert world.invocations == [["a", "b"]]


@pytest.mark.parametrize(
    "failure", [{"itemIdentifier": ""}, {"itemIdentifier": None}, {"itemIdentifer": "1"}, "1", {}]
)
def test_empty_null_and_misspelt_identifiers_are_a_complete_failure(
    world: World, failure: object
) -> None:
    world.answer = lambda _data, _numbers: {"batchItemFailures": [failure]}
    world.put("a", "b")
    mapping = world.mapping(report_batch_item_failures=True, maximum_retry_attempts=1)
    mapping.drain()
    assert world.invocations == [["a", "b"]] * 2
    assert mapping.discarded == 2


def test_an_answer_that_is_not_json_is_a_function_error(world: World) -> None:
    world.answer = lambda _data, _numbers: {"batchItemFailures": {1, 2}}
    world.put("a")
    mapping = world.mapping(maximum_retry_attempts=0)
    mapping.drain()
    assert mapping.discarded == 1


def test_bisecting_isolates_the_bad_record_and_spends_no_retry_on_splitting(world: World) -> None:
    world.answer = fail_on("f")
    world.put(*"abcdefgh")
    mapping = world.mapping(bisect_on_function_error=True, maximum_retry_attempts=1)
    mapping.drain()
    delivered = [text for batch in world.invocations if "f" not in batch for text in batch]
    assert delivered == list("abcdegh")
    assert world.invocations.count(["f"]) == 2
    assert mapping.discarded == 1


def test_an_error_bisects_whatever_the_answer_setting(world: World) -> None:
    world.answer = fail_on("b")
    world.put(*"abcd")
    mapping = world.mapping(
        bisect_on_function_error=True, report_batch_item_failures=True, maximum_retry_attempts=0
    )
    mapping.drain()
    assert world.invocations == [list("abcd"), ["a", "b"], ["a"], ["b"], ["c", "d"]]


def test_a_partial_answer_splits_at_the_returned_number_and_the_rest_is_retried(
    world: World,
) -> None:
    world.answer = report("c")
    world.put(*"abcd")
    mapping = world.mapping(
        bisect_on_function_error=True, report_batch_item_failures=True, maximum_retry_attempts=2
    )
    mapping.drain()
    assert world.invocations == [list("abcd"), ["c", "d"], ["c", "d"]]
    assert mapping.discarded == 2


def test_retries_are_counted_after_the_first_attempt(world: World) -> None:
    world.answer = fail_on("a")
    world.put("a")
    world.mapping(maximum_retry_attempts=3).drain()
    assert len(world.invocations) == 4


def test_records_past_the_maximum_age_are_given_up_and_younger_ones_go_on(world: World) -> None:
    world.answer = fail_on("old")
    world.put("old")
    mapping = world.mapping(batch_size=2, maximum_record_age_seconds=60)
    world.now += 30
    world.put("young")
    mapping.poll()
    world.now += 31
    mapping.drain()
    assert world.invocations == [["old", "young"], ["young"]]
    (document,) = world.discarded()
    assert document["requestContext"]["condition"] == "RecordAgeExceeded"
    assert document["KinesisBatchInfo"]["batchSize"] == 1


def test_the_bucket_receives_the_whole_records_under_the_documented_name(world: World) -> None:
    world.answer = fail_on("b")
    numbers = world.put("a", "b")
    world.mapping(maximum_retry_attempts=0).drain()
    (document,) = world.discarded()
    assert document["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert document["requestContext"]["approximateInvokeCount"] == 1
    info = document["KinesisBatchInfo"]
    assert [info["startSequenceNumber"], info["endSequenceNumber"]] == numbers
    assert payloads(document) == numbers
    (path,) = (p for p in world.bucket.rglob("*") if p.is_file())
    assert re.fullmatch(
        r"aws/lambda/[0-9a-f-]{36}/shardId-000000000000/\d{4}/\d\d/\d\d/"
        r"\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}",
        path.relative_to(world.bucket).as_posix(),
    )


def test_the_iterator_age_is_that_of_the_last_record_read(world: World) -> None:
    world.put("a")
    world.now += 12
    mapping = world.mapping()
    mapping.drain()
    assert mapping.iterator_age_seconds == pytest.approx(12)
