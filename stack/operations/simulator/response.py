"""What Lambda's poller makes of a function's answer.

"If the batchItemFailures array contains multiple items, Lambda uses the record with the lowest
sequence number as the checkpoint." An empty or null list, and an empty or null answer, is a
complete success; an empty, null or misspelt `itemIdentifier` is a complete failure.

Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stack.operations.simulator.stream import StreamRecord


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a batch got: `processed` leading records are done, the rest is not."""

    processed: int
    function_failed: bool = False


def read_response(response: object, batch: Sequence[StreamRecord], *, partial: bool) -> Outcome:
    """Judge one answer; `partial` says whether the mapping enables ReportBatchItemFailures."""
    failures = response.get("batchItemFailures") if isinstance(response, dict) else None
    if not partial or not failures:
        return Outcome(processed=len(batch))
    positions = {record.sequence_number: index for index, record in enumerate(batch)}
    lowest = len(batch)
    for failure in failures:
        identifier = failure.get("itemIdentifier") if isinstance(failure, dict) else None
        if not isinstance(identifier, str) or identifier not in positions:
            return Outcome(processed=0, function_failed=True)
        lowest = min(lowest, positions[identifier])
    return Outcome(processed=lowest)
