"""Lambda entry point of the stream."""

from collections.abc import Mapping

from .records import BatchResponse


def handle(event: Mapping[str, object], context: object) -> BatchResponse:
    """Process one Kinesis batch; answers with Lambda's partial-batch response."""
    raise NotImplementedError(event, context)
