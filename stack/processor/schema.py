"""The transaction record that producers put on the stream, version 1.

Amounts are whole yen. People, cards, devices and addresses appear only as tokens or keyed hashes
(`pseudonym.py` makes them), so neither the stores nor the logs can hold personal data. The
published JSON Schema, `docs/schema/transaction-v1.json`, is generated from these types.
"""

import string
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

SCHEMA_VERSION = 1


def _text(pattern: str, shortest: int, longest: int) -> Meta:
    """A string type whose alphabet is published here and enforced by `check`, not by msgspec.

    msgspec would run one regular expression a field, which costs three times the decoding itself.
    """
    return Meta(min_length=shortest, max_length=longest, extra_json_schema={"pattern": pattern})


Identifier = Annotated[str, _text(r"^[A-Za-z0-9_.:+-]+$", 1, 64)]
"""An id of the producer's. Not a bare number of 13 to 19 digits, which may be a card number."""

Token = Annotated[str, _text(r"^[A-Za-z0-9_.:+-]+$", 8, 64)]
"""A token or a keyed hash; never the thing itself."""

Country = Annotated[str, _text(r"^[A-Z]{2}$", 2, 2)]
"""ISO 3166-1 alpha-2."""

Bin = Annotated[str, _text(r"^[0-9]{6,8}$", 6, 8)]
"""Issuer number. The last four digits are never sent (PCI DSS 3.4.1, 3.5.1)."""

Yen = Annotated[int, Meta(ge=0, le=999_999_999_999)]
"""Whole yen. Twelve digits at most, so that no amount can be mistaken for a card number."""

Instant = Annotated[datetime, Meta(tz=True)]
"""RFC 3339 with an offset: a time without one would be read as another zone's."""

Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]

Event = Literal["payment", "capture", "refund", "chargeback"]
Status = Literal["approved", "declined", "pending"]
Method = Literal[
    "card", "konbini", "pay_later", "cash_on_delivery", "bank_transfer", "wallet", "points"
]
IpKind = Literal["residential", "mobile", "business", "hosting", "vpn", "proxy", "tor"]
AddressKind = Literal["home", "office", "locker", "shop", "forwarder", "vacant"]
Category = Literal[
    "game_console", "computer", "appliance", "brand", "cosmetics", "health_food",
    "ticket", "gift_card", "e_money", "jewellery", "precious_metal", "other",
]  # fmt: skip
ThreeDSecure = Literal["authenticated", "attempted", "failed", "absent"]
ChargebackReason = Literal["fraud", "dispute", "other"]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What all parts of a record share: unknown fields are errors, absent ones stay absent."""


class Account(_Part, kw_only=True, frozen=True):
    """The buyer."""

    id: Token
    """Token of the account; also the partition key, which keeps an account's events in order."""
    registered_at: Instant | None = None
    """When the account was made."""
    changed_at: Instant | None = None
    """When mail, phone, address or password last changed; `registered_at` if never."""
    signed_in_at: Instant | None = None
    """When the session of this event began."""
    email: Token | None = None
    """Keyed hash of the mail address."""
    phone: Token | None = None
    """Keyed hash of the phone number."""


class Card(_Part, kw_only=True, frozen=True):
    """The card, as the payment service's token."""

    token: Token
    """The payment service's token for the card."""
    bin: Bin | None = None
    """Issuer number. The last four digits are never sent (PCI DSS 3.4.1, 3.5.1)."""
    country: Country | None = None
    """Country of the issuer."""


class Device(_Part, kw_only=True, frozen=True):
    """The buyer's browser or phone."""

    token: Token
    """Token of the browser or the phone."""


class Ip(_Part, kw_only=True, frozen=True):
    """Where the request came from; the address itself stays with the producer."""

    token: Token
    """Keyed hash of the address."""
    network: Token | None = None
    """Keyed hash of its /24 (IPv4) or /48 (IPv6)."""
    country: Country | None = None
    """Where it is registered."""
    kind: IpKind | None = None
    """What kind of connection it is, as the location service tells."""
    latitude: Latitude | None = None
    """Degrees, to a tenth at most; with `longitude` or not at all."""
    longitude: Longitude | None = None
    """Degrees, to a tenth at most."""


class ShipTo(_Part, kw_only=True, frozen=True):
    """Where the goods go. Hash after normalising: `pseudonym.normalised`."""

    address: Token
    """Keyed hash of the normalised address."""
    recipient: Token | None = None
    """Keyed hash of the normalised name."""
    country: Country | None = None
    """Where it is."""
    kind: AddressKind | None = None
    """What kind of place it is."""


class Basket(_Part, kw_only=True, frozen=True):
    """What is bought."""

    categories: tuple[Category, ...] = ()
    """Kinds of goods in it."""
    quantity: Annotated[int, Meta(ge=1, le=100_000)] = 1
    """Pieces."""
    points_used: Yen = 0
    """The part of `amount` that is paid with points, in yen."""
    coupon: Literal["sign_up", "other"] | None = None
    """A coupon that was used."""


class Transaction(_Part, kw_only=True, frozen=True):
    """One event of an order: a payment attempt, or what later became of it."""

    schema_version: Literal[1]
    """Version of this schema."""
    transaction_id: Identifier
    """Unique per event, and the same when the event is sent again: what makes repetition harmless.
    """
    order_id: Identifier
    """The order that the event belongs to."""
    event: Event
    """What happened."""
    occurred_at: Instant
    """When it happened, by the producer's clock."""
    amount: Yen
    """Whole yen, points included, always positive; `event` tells which way the money moves."""
    currency: Literal["JPY"]
    """Yen only; convert before sending."""
    account: Account
    """The buyer."""
    merchant_id: Identifier
    """The shop that sells."""
    method: Method
    """How it is paid."""
    status: Status = "approved"
    """What came of the attempt; `pending` is a slip or a transfer that waits for money."""
    original_transaction_id: Identifier | None = None
    """The payment that a capture, refund or chargeback concerns; absent on a payment."""
    card: Card | None = None
    """The card, if one is used."""
    device: Device | None = None
    """The buyer's browser or phone; on the capture of a konbini slip that of the payment."""
    ip: Ip | None = None
    """Where the request came from."""
    ship_to: ShipTo | None = None
    """Where the goods go."""
    basket: Basket | None = None
    """What is bought."""
    three_d_secure: ThreeDSecure | None = None
    """Outcome of EMV 3-D Secure."""
    refund_to_other_instrument: bool = False
    """The refund goes elsewhere than the payment came from."""
    chargeback_reason: ChargebackReason | None = None
    """Why the cardholder's bank took the money back; on a chargeback and nothing else."""


_ENCODER = msgspec.json.Encoder(order="deterministic")
_ALPHABET = b'{}[]",:.+-_' + string.ascii_letters.encode() + string.digits.encode()


def canonical(transaction: Transaction) -> bytes:
    """The one JSON text of a transaction: same content, same bytes, whatever the layout."""
    return _ENCODER.encode(transaction)


def check(transaction: Transaction, canonical_text: bytes) -> None:
    """Check what the types leave open.

    Raises:
        ValueError: With a message that names the rule broken and no value of the record.
    """
    if canonical_text.translate(None, _ALPHABET):
        raise ValueError("a text field holds a character outside A-Z a-z 0-9 _ . : + -")
    if (transaction.event == "payment") is not (transaction.original_transaction_id is None):
        raise ValueError("a payment has no original_transaction_id, any other event has one")
    if (transaction.event == "chargeback") is (transaction.chargeback_reason is None):
        raise ValueError("a chargeback, and nothing else, has a chargeback_reason")
    _check_codes(transaction)


def _check_codes(transaction: Transaction) -> None:
    card = transaction.card
    if card is not None and card.bin is not None and not card.bin.isdigit():
        raise ValueError("card.bin is 6 to 8 digits")
    for part in (card, transaction.ip, transaction.ship_to):
        country = None if part is None else part.country
        if country is not None and not (country.isupper() and country.isalpha()):
            raise ValueError("a country is two capital letters")
