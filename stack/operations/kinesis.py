"""Reading from and writing to a real stream, or to a server that speaks its protocol."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from time import sleep
from typing import Final

import boto3  # type: ignore[import-untyped]  # it ships no type information
from botocore.client import BaseClient  # type: ignore[import-untyped]
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

from stack.operations.errors import OperatorError
from stack.processor.records import StreamRecord

_MOST_RECORDS_A_CALL: Final = 500
_ATTEMPTS: Final = 8
_FIRST_PAUSE_SECONDS: Final = 0.05
# GetRecords may be called five times a second on a shard, by all its consumers together.
_READ_PAUSE_SECONDS: Final = 0.25
_REGION: Final = "ap-northeast-1"


class KinesisReader:
    """Reads what a stream holds now, from its oldest record on."""

    def __init__(self, stream_name: str, endpoint_url: str | None = None) -> None:
        """Address `stream_name` in Tokyo, or at `endpoint_url`."""
        self._stream_name = stream_name
        self._client = _client(endpoint_url)

    def records(self) -> Iterator[StreamRecord]:
        """All shards merged by arrival; each shard's own order is kept.

        Raises:
            OperatorError: the stream cannot be read.
        """
        try:
            shards = self._client.list_shards(StreamName=self._stream_name)["Shards"]
            readings = [self._shard(shard["ShardId"]) for shard in shards]
            yield from heapq.merge(*readings, key=attrgetter("arrived_at_ms"))
        except (BotoCoreError, ClientError) as error:
            raise OperatorError(f"the stream cannot be read: {type(error).__name__}") from None

    def _shard(self, shard_id: str) -> Iterator[StreamRecord]:
        iterator = self._client.get_shard_iterator(
            StreamName=self._stream_name, ShardId=shard_id, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator is not None:
            answer = self._client.get_records(ShardIterator=iterator)
            for record in answer["Records"]:
                yield StreamRecord(
                    event_id=f"{shard_id}:{record['SequenceNumber']}",
                    sequence_number=record["SequenceNumber"],
                    partition_key=record["PartitionKey"],
                    arrived_at_ms=int(record["ApproximateArrivalTimestamp"].timestamp() * 1000),
                    data=record["Data"],
                )
            if not answer["Records"] and not answer["MillisBehindLatest"]:
                return
            iterator = answer.get("NextShardIterator")
            sleep(_READ_PAUSE_SECONDS)


class KinesisProducer:
    """Puts records until the stream has accepted each of them."""

    def __init__(self, stream_name: str, endpoint_url: str | None = None) -> None:
        """Address `stream_name` in Tokyo, or at `endpoint_url`."""
        self._stream_name = stream_name
        self._client = _client(endpoint_url)
        self.accepted = 0
        self.retried = 0

    def put(self, records: Iterable[tuple[str, bytes]]) -> None:
        """Put (partition key, data) pairs; throttled ones again, which may repeat others.

        Raises:
            OperatorError: the stream cannot be reached or keeps refusing.
        """
        remaining = iter(records)
        while entries := list(islice(remaining, _MOST_RECORDS_A_CALL)):
            self._put_all([{"PartitionKey": key, "Data": data} for key, data in entries])

    def _put_all(self, entries: Sequence[dict[str, object]]) -> None:
        for attempt in range(_ATTEMPTS):
            refused = self._put_once(entries)
            self.accepted += len(entries) - len(refused)
            if not refused:
                return
            self.retried += len(refused)
            entries = refused
            sleep(_FIRST_PAUSE_SECONDS * 2**attempt)
        raise OperatorError("the stream keeps refusing records; has it enough shards?")

    def _put_once(self, entries: Sequence[dict[str, object]]) -> Sequence[dict[str, object]]:
        try:
            answer = self._client.put_records(StreamName=self._stream_name, Records=entries)
        except (BotoCoreError, ClientError) as error:
            raise OperatorError(f"the stream cannot be written: {type(error).__name__}") from None
        outcomes = zip(entries, answer["Records"], strict=True)
        return [entry for entry, outcome in outcomes if "ErrorCode" in outcome]


def _client(endpoint_url: str | None) -> BaseClient:
    return boto3.client(
        "kinesis",
        region_name=_REGION,
        endpoint_url=endpoint_url,
        config=Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard"}),
    )
