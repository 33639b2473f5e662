"""Lambda entry point of the stream."""

import logging
import os
from collections.abc import Mapping
from functools import cache
from typing import Final, Protocol

from . import wiring
from .interface import Variable
from .observability import ScrubbingFormatter, batch_metrics, configure_logging, emit
from .processor import Processor
from .records import BatchResponse, records_of, response_to
from .ruleset import load_rules
from .settings import text

_LOG: Final = logging.getLogger(__name__)


class Context(Protocol):
    """What is used of Lambda's context."""

    aws_request_id: str


@cache
def make_formatter() -> ScrubbingFormatter:
    """Set the logs of this execution environment up."""
    return configure_logging(text(os.environ, Variable.ENVIRONMENT_SUFFIX))


@cache
def make_processor() -> Processor:
    """The processor of this execution environment, made by its first batch."""
    return Processor(
        ledger=wiring.ledger(os.environ),
        history=wiring.history(os.environ),
        rules=load_rules(),
        clock=wiring.clock,
        publisher=wiring.publisher(os.environ),
    )


def handle(event: Mapping[str, object], context: Context) -> BatchResponse:
    """Process one Kinesis batch; answers with Lambda's partial-batch response."""
    make_formatter().append_keys(request_id=context.aws_request_id)
    result = make_processor().process(records_of(event))
    emit(text(os.environ, Variable.ENVIRONMENT_SUFFIX), batch_metrics(result))
    if result.failed_sequence_number is not None:
        _LOG.error("batch failed", extra={"from_sequence_number": result.failed_sequence_number})
    return response_to(result)
