"""What a Kinesis batch looks like to the processor, and what the processor answers."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """One record as the stream delivered it.

    Attributes:
        event_id: Unique per stream record: shard id and sequence number.
        sequence_number: Up to 128 digits, therefore text and never a number.
        partition_key: The producer's key; the account, which is what keeps an account in order.
        arrived_at_ms: When Kinesis took the record in, in milliseconds since the epoch.
        data: The payload, already base64-decoded.
    """

    event_id: str
    sequence_number: str
    partition_key: str
    arrived_at_ms: int
    data: bytes


@dataclass(slots=True)
class Counts:
    """How the records of one batch ended; `received` is the sum of the three that follow it.

    The last three count batches: those in which a store did not answer, or the history had gaps.
    """

    received: int = 0
    stored: int = 0
    duplicate: int = 0
    quarantined: int = 0
    degraded: int = 0
    alerts_raised: int = 0
    alerts_published: int = 0
    history_unavailable: int = 0
    history_incomplete: int = 0
    ledger_unavailable: int = 0


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch.

    Attributes:
        counts: The records that were dealt with; those from the failed one on are not in it.
        failed_sequence_number: The first record that must be delivered again, or None.
        largest_lag_ms: The longest time from arrival in the stream to storage in the batch.
    """

    counts: Counts = field(default_factory=Counts)
    failed_sequence_number: str | None = None
    largest_lag_ms: int = 0


class FailedItem(TypedDict):
    """One entry of Lambda's partial-batch response, in Lambda's spelling."""

    itemIdentifier: str


class BatchResponse(TypedDict):
    """Lambda's partial-batch response: an empty list is success."""

    batchItemFailures: list[FailedItem]


def records_of(event: Mapping[str, object]) -> tuple[StreamRecord, ...]:
    """The records of a Lambda event from Kinesis, in stream order.

    Raises:
        KeyError: The event is not one that a Kinesis event source mapping sends.
        TypeError: As KeyError.
    """
    records = event["Records"]
    if not isinstance(records, Sequence):
        raise TypeError("a Kinesis event holds a list under Records")
    return tuple(_record(item) for item in records)


def _record(item: Mapping[str, object]) -> StreamRecord:
    kinesis = item["kinesis"]
    if not isinstance(kinesis, Mapping):
        raise TypeError("a Kinesis record holds an object under kinesis")
    return StreamRecord(
        event_id=str(item["eventID"]),
        sequence_number=str(kinesis["sequenceNumber"]),
        partition_key=str(kinesis["partitionKey"]),
        arrived_at_ms=round(float(kinesis["approximateArrivalTimestamp"]) * 1000),
        data=base64.b64decode(kinesis["data"]),
    )


def response_to(result: BatchResult) -> BatchResponse:
    """Lambda's partial-batch response: the lowest failed sequence number, or nothing failed.

    Lambda delivers everything from that number on again, so one entry says it all.
    """
    if result.failed_sequence_number is None:
        return {"batchItemFailures": []}
    return {"batchItemFailures": [{"itemIdentifier": result.failed_sequence_number}]}
