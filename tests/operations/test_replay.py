"""Replaying files: every format, nothing lost, and again without effect."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from stack.operations.cli import main
from stack.operations.simulator.destination import Condition, DiscardedBatch, invocation_record
from stack.operations.simulator.event import lambda_event
from stack.operations.simulator.stream import Stream, StreamRecord
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.wire import encoded, partition_key
from tests.operations.conftest import Operator


@pytest.fixture
def stream_records(events: Sequence[ShopEvent]) -> Sequence[StreamRecord]:
    stream = Stream(1, lambda: events[-1].at)
    return [stream.put(partition_key(event), encoded(event)) for event in events]


def test_json_lines_are_stored_once_however_often_they_are_replayed(
    operator: Operator, json_lines: Path, events: Sequence[ShopEvent]
) -> None:
    first = operator.run("replay", str(json_lines))
    assert f"{len(events):,} stored, 0 duplicate, 0 quarantined" in first
    copy = json_lines.with_name("copy.jsonl")
    copy.write_bytes(json_lines.read_bytes())
    second = operator.run("replay", str(copy))
    assert f"0 stored, {len(events):,} duplicate, 0 quarantined" in second
    assert operator.count("transactions") == len(events)


def test_a_kinesis_event_is_replayed(
    operator: Operator, stream_records: Sequence[StreamRecord], tmp_path: Path
) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(lambda_event(stream_records)))
    operator.run("replay", str(path))
    assert operator.count("transactions") == len(stream_records)


def test_an_on_failure_object_is_replayed(
    operator: Operator, stream_records: Sequence[StreamRecord], tmp_path: Path
) -> None:
    batch = DiscardedBatch(stream_records, Condition.AGE_EXCEEDED, 3, stream_records[-1].arrived_at)
    path = tmp_path / "object"
    path.write_text(json.dumps(invocation_record(batch)))
    operator.run("replay", str(path))
    assert operator.count("transactions") == len(stream_records)


def test_a_line_that_is_no_transaction_goes_to_quarantine(
    operator: Operator, json_lines: Path, events: Sequence[ShopEvent]
) -> None:
    json_lines.write_bytes(json_lines.read_bytes() + b"\nthis is no transaction\n")
    operator.run("replay", str(json_lines))
    assert operator.count("transactions") == len(events)
    assert operator.count("quarantine") == 1


def test_alerts_wait_for_the_sweeper_of_the_given_stores(
    operator: Operator, json_lines: Path
) -> None:
    operator.run("replay", str(json_lines))
    assert operator.count("alerts") > 0
    assert operator.count("alert_outbox") == operator.count("alerts")


def test_without_stores_alerts_are_shown_and_nothing_stays(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, json_lines: Path
) -> None:
    monkeypatch.delenv("OPERATIONS_LEDGER", raising=False)
    monkeypatch.delenv("OPERATIONS_HISTORY", raising=False)
    assert main(("replay", str(json_lines))) == 0
    printed = capsys.readouterr().out
    assert "review: transaction alert" in printed
    assert "0 duplicate, 0 quarantined" in printed
