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


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts of a record share: unknown fields are errors, absent ones stay absent."""


class Account(_Part, kw_only=True, frozen=True):
    """The buyer."""

    id: Token
    registered_at: Instant | None = None
    changed_at: Instant | None = None
    """When mail, phone, address or password last changed."""
    signed_in_at: Instant | None = None
    email: Token | None = None
    phone: Token | None = None


class Card(_Part, kw_only=True, frozen=True):
    """The card, as the payment service's token."""

    token: Token
    bin: Bin | None = None
    country: Country | None = None


class Device(_Part, kw_only=True, frozen=True):
    """The buyer's browser or phone."""

    token: Token


class Ip(_Part, kw_only=True, frozen=True):
    """Where the request came from; the address itself stays with the producer."""

    token: Token
    network: Token | None = None
    """Token of the /24 (IPv4) or /48 (IPv6)."""
    country: Country | None = None
    kind: IpKind | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class ShipTo(_Part, kw_only=True, frozen=True):
    """Where the goods go. Hash after normalising: `pseudonym.normalised`."""

    address: Token
    recipient: Token | None = None
    country: Country | None = None
    kind: AddressKind | None = None


class Basket(_Part, kw_only=True, frozen=True):
    """What is bought."""

    categories: tuple[Category, ...] = ()
    quantity: Annotated[int, Meta(ge=1, le=100_000)] = 1
    points_used: Yen = 0
    coupon: Literal["sign_up", "other"] | None = None


class Transaction(_Part, kw_only=True, frozen=True):
    """One event of an order: a payment attempt, or what later became of it."""

    schema_version: Literal[1]
    transaction_id: Identifier
    """Unique per event. What makes a repeated delivery harmless."""
    order_id: Identifier
    event: Event
    occurred_at: Instant
    amount: Yen
    """Always positive; `event` tells which way the money moves."""
    currency: Literal["JPY"]
    account: Account
    merchant_id: Identifier
    method: Method
    status: Status = "approved"
    original_transaction_id: Identifier | None = None
    card: Card | None = None
    device: Device | None = None
    ip: Ip | None = None
    ship_to: ShipTo | None = None
    basket: Basket | None = None
    three_d_secure: ThreeDSecure | None = None
    refund_to_other_instrument: bool = False
    chargeback_reason: ChargebackReason | None = None


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
