"""The same path through a real Kinesis-compatible server, where one is installed."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import boto3
import pytest

from stack.operations.kinesis import KinesisProducer, KinesisReader
from stack.operations.system import System
from stack.operations.traffic.chance import chance
from stack.operations.traffic.curve import JAPAN
from stack.operations.traffic.day import DayPlan, make_day
from stack.operations.traffic.transport import Faults, ship
from stack.processor.ruleset import load_rules
from tests.processor.simulation.kinesis_server import kinesis_server
from tests.processor.simulation.rig import Stores

STREAM = "kinesis-stream-proof"


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    with kinesis_server() as url:
        client = boto3.client("kinesis", region_name="ap-northeast-1", endpoint_url=url)
        client.create_stream(StreamName=STREAM, ShardCount=2)
        client.get_waiter("stream_exists").wait(
            StreamName=STREAM, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
        )
        yield url


def test_what_a_producer_puts_twice_the_ledger_holds_once(endpoint: str, stores: Stores) -> None:
    plan = DayPlan(datetime(2026, 11, 20, tzinfo=JAPAN), transactions=400)
    faults = Faults(delayed=0, repeated=0.1, unreadable=0.02)
    shipment = ship(make_day(plan).events, chance(1, "transport"), faults)
    KinesisProducer(STREAM, endpoint).put((each.key, each.data) for each in shipment.deliveries)

    records = list(KinesisReader(STREAM, endpoint).records())
    assert Counter(record.data for record in records) == Counter(
        each.data for each in shipment.deliveries
    )
    assert {len(record.sequence_number) for record in records} == {56}

    with System(stores.endpoints, load_rules(), lambda: _latest(plan)) as system:
        for start in range(0, len(records), 100):
            assert system.process(records[start : start + 100]).failed_sequence_number is None
    totals = system.totals
    assert (totals.stored, totals.duplicate, totals.quarantined) == (
        shipment.distinct,
        shipment.repeated,
        shipment.unreadable,
    )


def _latest(plan: DayPlan) -> int:
    return int(plan.date.timestamp() + 86_400) * 1000
