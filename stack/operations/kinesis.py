"""Reading from and writing to a real stream, or to a server that speaks its protocol."""

from collections.abc import Iterable, Sequence
from itertools import islice
from time import sleep
from typing import Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stack.operations.errors import OperatorError

_MOST_RECORDS_A_CALL: Final = 500
_ATTEMPTS: Final = 8
_FIRST_PAUSE_SECONDS: Final = 0.05
_REGION: Final = "ap-northeast-1"


class KinesisProducer:
    """Puts records until the stream has accepted each of them."""

    def __init__(self, stream_name: str, endpoint_url: str | None = None) -> None:
        """Address `stream_name` in Tokyo, or at `endpoint_url`."""
        self._stream_name = stream_name
        self._client = boto3.client(
            "kinesis",
            region_name=_REGION,
            endpoint_url=endpoint_url,
            config=Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard"}),
        )
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
        raise OperatorError(
            "the stream keeps refusing records: it has too few shards for this rate"
        )

    def _put_once(self, entries: Sequence[dict[str, object]]) -> Sequence[dict[str, object]]:
        try:
            answer = self._client.put_records(StreamName=self._stream_name, Records=entries)
        except (BotoCoreError, ClientError) as error:
            raise OperatorError(f"the stream cannot be written: {type(error).__name__}") from None
        outcomes = zip(entries, answer["Records"], strict=True)
        return [entry for entry, outcome in outcomes if "ErrorCode" in outcome]
