"""From the bytes of a record to a transaction, or to the reason why it is none."""

import base64
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from .card_number import holds_card_number, masked
from .members import entry_of
from .records import StreamRecord
from .schema import SCHEMA_VERSION, Transaction, canonical, check
from .windows import Entry

CLAMP_MS: Final = 300_000
"""How far ahead of its arrival an event may claim to be: a producer's clock may be wrong."""

_DECODER: Final = msgspec.json.Decoder(Transaction)
_WORST_DETAIL: Final = 200
# The parts of msgspec's messages that repeat what the record says.
_QUOTED: Final = re.compile(r"(Invalid enum value|unknown field|Invalid value) .*?(?= - at|$)")


class Refusal(StrEnum):
    """Why a record goes to quarantine."""

    CARD_NUMBER = "card_number"
    MALFORMED = "malformed"
    UNKNOWN_VERSION = "unknown_version"
    INVALID = "invalid"
    CONFLICTING_CONTENT = "conflicting_content"
    REFUSED_BY_LEDGER = "refused_by_ledger"


class Accepted(msgspec.Struct, frozen=True, gc=False):
    """A record that is a transaction.

    Attributes:
        document: Its canonical JSON.
        at_ms: Event time for windows: as the producer says, but at most `CLAMP_MS` after arrival.
        entry: How it enters the history; None for what is no payment attempt and no paid slip.
    """

    record: StreamRecord
    transaction: Transaction
    document: bytes
    at_ms: int
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record for quarantine.

    Attributes:
        detail: What is wrong, without any value of the record.
        payload: The whole payload, or its masked text.
    """

    record: StreamRecord
    reason: Refusal
    detail: str
    payload: bytes
    masked: bool = False


class _Version(msgspec.Struct):
    schema_version: int = SCHEMA_VERSION


def take_in(record: StreamRecord) -> Accepted | Rejected:
    """Decode and validate one record; raises nothing for what a producer may send."""
    if holds_card_number(record.data):
        detail = "a number that could be a payment card's"
        return Rejected(record, Refusal.CARD_NUMBER, detail, masked(record.data), masked=True)
    try:
        return accept(record, _DECODER.decode(record.data))
    except msgspec.ValidationError as error:
        return Rejected(record, _refusal(record.data), _scrubbed(error), record.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Rejected(record, Refusal.MALFORMED, type(error).__name__, record.data)
    except ValueError as error:
        return Rejected(record, Refusal.INVALID, str(error), record.data)


def accept(record: StreamRecord, transaction: Transaction) -> Accepted:
    """Take a decoded transaction in.

    Raises:
        ValueError: It contradicts itself.
    """
    document = canonical(transaction)
    check(transaction, document)
    occurred_ms = round(transaction.occurred_at.timestamp() * 1000)
    at_ms = min(occurred_ms, record.arrived_at_ms + CLAMP_MS)
    return Accepted(record, transaction, document, at_ms, entry_of(transaction, at_ms))


def _refusal(payload: bytes) -> Refusal:
    try:
        known = msgspec.json.decode(payload, type=_Version).schema_version == SCHEMA_VERSION
    except (msgspec.DecodeError, RecursionError):
        known = True
    return Refusal.INVALID if known else Refusal.UNKNOWN_VERSION


def _scrubbed(error: msgspec.ValidationError) -> str:
    return _QUOTED.sub(r"\1", str(error))[:_WORST_DETAIL]


def as_row(rejected: Rejected) -> dict[str, object]:
    """The record as `ledger.record_batch` takes it."""
    return {
        "event_id": rejected.record.event_id,
        "sequence_number": rejected.record.sequence_number,
        "arrived_ms": rejected.record.arrived_at_ms,
        "reason": rejected.reason,
        "detail": rejected.detail,
        "payload": base64.b64encode(rejected.payload).decode(),
        "masked": rejected.masked,
    }
