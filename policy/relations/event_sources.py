"""What a Lambda event source mapping reads from."""

from __future__ import annotations

from typing import Final

from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.logic import Claim
from policy.relations.links import links

_STREAMS: Final = ("aws:kinesis/stream:Stream", "aws:dynamodb/table:Table")
_OTHERS: Final = ("aws:sqs/queue:Queue", "aws:mq/broker:Broker", "aws:msk/cluster:Cluster")
_STREAM_ARNS: Final = ("arn:aws:kinesis:", "arn:aws:dynamodb:")


def reads_stream(mapping: Resource, graph: Graph) -> Claim:
    """Whether a mapping reads a Kinesis or DynamoDB stream; `None` if that is not known."""
    named = links(mapping, "eventSourceArn", graph, *_STREAMS, *_OTHERS)
    if named.found:
        return any(source.type in _STREAMS for source in named.found)
    arn = mapping.get("eventSourceArn")
    if isinstance(arn, Unknown):
        return True if _text(arn).startswith(_STREAM_ARNS) else None
    return arn is not ABSENT and str(arn).startswith(_STREAM_ARNS)


def _text(value: Unknown) -> str:
    return value.text or ""
