"""Stream records from files: JSON lines, Kinesis events, and Lambda's on-failure objects.

A line that is no transaction is still a record: judging it is the processor's work, not the
reader's. Only a file that is none of the three formats is an error.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from stack.operations.errors import OperatorError
from stack.processor.records import StreamRecord, records_of


def records_in(path: Path) -> Iterator[StreamRecord]:
    """The records of one file, in order; the file is read and judged at once.

    Raises:
        OperatorError: the file cannot be read or is in none of the formats.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise OperatorError(f"{path} cannot be read") from None
    document = _single_document(content)
    if document is None:
        if b"\0" in content:
            raise OperatorError(f"{path} is not a text file")
        return _lines(path.name, content)
    event = document if "Records" in document else _payload(document)
    try:
        return iter(records_of(event))
    except (KeyError, TypeError, ValueError):
        raise OperatorError(f"{path} holds no Kinesis records") from None


def _single_document(content: bytes) -> Mapping[str, object] | None:
    """The event or the on-failure object that the whole file is; None for JSON lines."""
    try:
        document = json.loads(content)
    except ValueError:
        return None
    is_envelope = isinstance(document, dict) and document.keys() & {"Records", "KinesisBatchInfo"}
    return document if is_envelope else None


def _payload(document: Mapping[str, object]) -> Mapping[str, object]:
    """The event inside an on-failure object, which carries it as a string of JSON."""
    payload = document.get("payload")
    try:
        event = json.loads(payload) if isinstance(payload, str) else payload
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise OperatorError(
            "the on-failure object has no payload: only an S3 destination receives the records"
        )
    return event


def _lines(file_name: str, content: bytes) -> Iterator[StreamRecord]:
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            yield _record(file_name, number, line)


def _record(file_name: str, number: int, line: bytes) -> StreamRecord:
    key, occurred_at_ms = _key_and_time(line)
    return StreamRecord(
        event_id=f"{file_name}:{number}",
        sequence_number=str(number),
        partition_key=key,
        arrived_at_ms=occurred_at_ms,
        data=line,
    )


def _key_and_time(line: bytes) -> tuple[str, int]:
    """The account and the event's own time, as far as the line tells them."""
    try:
        content = json.loads(line)
        moment = datetime.fromisoformat(content["occurred_at"])
        return str(content["account"]["id"]), int(moment.timestamp() * 1000)
    except (ValueError, LookupError, TypeError):
        return "unknown", 0
