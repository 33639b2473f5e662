"""The on-failure destination: a bucket, which alone receives the records themselves.

Object names and documents follow
https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from stack.operations.simulator.event import FUNCTION_ARN, STREAM_ARN, lambda_event
from stack.operations.simulator.stream import StreamRecord


class Condition(StrEnum):
    """Why the poller gave a batch up."""

    RETRIES_EXHAUSTED = "RetryAttemptsExhausted"
    AGE_EXCEEDED = "RecordAgeExceeded"


@dataclass(frozen=True, slots=True)
class DiscardedBatch:
    """Records that the poller stopped trying; `discarded_at` is in seconds since the epoch."""

    records: Sequence[StreamRecord]
    condition: Condition
    invocations: int
    discarded_at: float


class Destination(Protocol):
    """Where discarded batches go."""

    def send(self, batch: DiscardedBatch) -> None:
        """Keep the batch; returning means that it is durable."""


class BucketDirectory:
    """A directory that stands for the bucket; each discarded batch becomes one object."""

    def __init__(self, root: Path) -> None:
        """Write below `root`, which need not exist yet."""
        self._root = root
        self._mapping_id = uuid.uuid4()

    def send(self, batch: DiscardedBatch) -> None:
        """Write the object under the documented name."""
        path = self._root / self._object_name(batch)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(invocation_record(batch)))

    def _object_name(self, batch: DiscardedBatch) -> str:
        moment = datetime.fromtimestamp(batch.discarded_at, UTC)
        day, second = moment.strftime("%Y/%m/%d"), moment.strftime("%Y-%m-%dT%H.%M.%S")
        shard_id = batch.records[0].shard_id
        return f"aws/lambda/{self._mapping_id}/{shard_id}/{day}/{second}-{uuid.uuid4()}"


def invocation_record(batch: DiscardedBatch) -> dict[str, object]:
    """The document that Lambda writes, with the whole event as a string in `payload`."""
    first, last = batch.records[0], batch.records[-1]
    return {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": FUNCTION_ARN,
            "condition": batch.condition.value,
            "approximateInvokeCount": batch.invocations,
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "version": "1.0",
        "timestamp": _timestamp(batch.discarded_at),
        "KinesisBatchInfo": {
            "shardId": first.shard_id,
            "startSequenceNumber": first.sequence_number,
            "endSequenceNumber": last.sequence_number,
            "approximateArrivalOfFirstRecord": _timestamp(first.arrived_at),
            "approximateArrivalOfLastRecord": _timestamp(last.arrived_at),
            "batchSize": len(batch.records),
            "streamArn": STREAM_ARN,
        },
        "payload": json.dumps(lambda_event(batch.records)),
    }


def _timestamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")
