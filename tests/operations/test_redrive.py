"""What was set aside comes back: quarantine, and the objects of the failed-record bucket."""

from collections.abc import Sequence
from pathlib import Path

from stack.operations.simulator.destination import BucketDirectory
from stack.operations.simulator.lane import Consumer
from stack.operations.simulator.mapping import EventSourceMapping
from stack.operations.simulator.settings import MappingSettings
from stack.operations.simulator.stream import Stream
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.wire import encoded, partition_key
from tests.operations.conftest import Operator


def fill_bucket(events: Sequence[ShopEvent], bucket: Path) -> None:
    """Let the mapping give up every batch of a function that always fails."""

    def fail(_event: object) -> None:
        raise RuntimeError

    stream = Stream(2, lambda: events[-1].at)
    for event in events:
        stream.put(partition_key(event), encoded(event))
    settings = MappingSettings(batch_size=50, maximum_retry_attempts=1)
    consumer = Consumer(fail, settings, lambda: events[-1].at, BucketDirectory(bucket))
    EventSourceMapping(stream, consumer).drain()


def test_batches_that_lambda_gave_up_are_stored_and_again_change_nothing(
    operator: Operator, events: Sequence[ShopEvent], tmp_path: Path
) -> None:
    fill_bucket(events, tmp_path / "bucket")
    printed = operator.run("redrive", str(tmp_path / "bucket"))
    assert f"{len(events):,} stored" in printed
    operator.run("redrive", str(tmp_path / "bucket"))
    assert operator.count("transactions") == len(events)
    assert operator.count("duplicates") == 0


def test_what_is_still_wrong_stays_in_quarantine_and_is_a_finding(
    operator: Operator, json_lines: Path
) -> None:
    json_lines.write_text("this is no transaction\n")
    operator.run("replay", str(json_lines))
    printed = operator.run("redrive", expect=1)
    assert "1 tried: 0 accepted, 1 stay in quarantine, 0 failed" in printed


def test_an_empty_quarantine_is_no_finding(operator: Operator) -> None:
    assert "0 tried" in operator.run("redrive")
