"""Lambda's event for a batch of stream records, and back."""

import base64
from collections.abc import Sequence
from typing import Final

from stack.operations.simulator.stream import StreamRecord

REGION: Final = "ap-northeast-1"
STREAM_ARN: Final = f"arn:aws:kinesis:{REGION}:123456789012:stream/kinesis-stream-simulated"
FUNCTION_ARN: Final = f"arn:aws:lambda:{REGION}:123456789012:function:lambda-function-simulated"
_ROLE_ARN: Final = "arn:aws:iam::123456789012:role/iam-role-simulated"


def lambda_event(records: Sequence[StreamRecord]) -> dict[str, object]:
    """The invocation payload, `{"Records": [...]}`, in the documented shape."""
    return {"Records": [_entry(record) for record in records]}


def _entry(record: StreamRecord) -> dict[str, object]:
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": record.partition_key,
            "sequenceNumber": record.sequence_number,
            "data": base64.b64encode(record.data).decode(),
            "approximateArrivalTimestamp": record.arrived_at,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{record.shard_id}:{record.sequence_number}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": _ROLE_ARN,
        "awsRegion": REGION,
        "eventSourceARN": STREAM_ARN,
    }
