"""How one transaction is written into the history: a short text, the same in every sorted set.

The text depends on the content of the transaction alone, so adding it again changes nothing. It
stays within 64 bytes, which keeps Redis in its compact encoding (a quarter of the memory).

    id 12 | card 6 | account 6 | address 6 | recipient 6 | device 6 | state method coupon |
    amount|place
"""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Final
from zlib import crc32

from .schema import Ip, Transaction
from .windows import Entry

CARD: Final = slice(12, 18)
ACCOUNT: Final = slice(18, 24)
ADDRESS: Final = slice(24, 30)
RECIPIENT: Final = slice(30, 36)
DEVICE: Final = slice(36, 42)
_STATE: Final = 42
_METHOD: Final = 43
_COUPON: Final = 44
_AMOUNT: Final = 45

NO_TAG: Final = b"------"
_DECLINED: Final = ord("d")
_PENDING: Final = ord("p")
_CAPTURED: Final = ord("c")
_KONBINI: Final = ord("k")
_SIGN_UP: Final = ord("s")
_METHODS: Final = {
    "card": "r", "konbini": "k", "pay_later": "l", "cash_on_delivery": "o",
    "bank_transfer": "b", "wallet": "w", "points": "q",
}  # fmt: skip
_METHOD_NAMES: Final = {ord(letter): name for name, letter in _METHODS.items()}
# Who comes through these is somewhere else.
_PLACELESS: Final = ("vpn", "proxy", "tor", "hosting")
_STATES: Final = {"approved": "a", "declined": "d", "pending": "p"}


def entry_of(transaction: Transaction, at_ms: int) -> Entry | None:
    """How a transaction enters the history; None if it is no payment attempt and no paid slip."""
    paid_slip = transaction.event == "capture" and transaction.method == "konbini"
    if transaction.event != "payment" and not paid_slip:
        return None
    return at_ms, member_of(transaction)


def member_of(transaction: Transaction) -> bytes:
    """The history text of a payment, or of the capture of a konbini slip."""
    ship, card, device = transaction.ship_to, transaction.card, transaction.device
    basket = transaction.basket
    identity = blake2b(transaction.transaction_id.encode(), digest_size=9).digest()
    captured = transaction.event == "capture"
    return b"%b%b%b%b%b%b%b%b%b%d|%b" % (
        urlsafe_b64encode(identity),
        tag(card.token if card else None),
        tag(transaction.account.id),
        tag(ship.address if ship else None),
        tag(ship.recipient if ship else None),
        tag(device.token if device else None),
        (b"c" if captured else _STATES[transaction.status].encode()),
        _METHODS[transaction.method].encode(),
        b"s" if basket and basket.coupon == "sign_up" else b"-",
        transaction.amount,
        _place_of(transaction.ip),
    )


def tag(token: str | None) -> bytes:
    """Six characters that stand for a token: enough to count distinct ones in a window of 500."""
    return NO_TAG if token is None else b"%06x" % (crc32(token.encode()) & 0xFFFFFF)


def _place_of(ip: Ip | None) -> bytes:
    if ip is None or ip.country is None or ip.kind in _PLACELESS:
        return b""
    # Mobile carriers lead a whole country through a few gateways.
    if ip.latitude is None or ip.longitude is None or ip.kind == "mobile":
        return ip.country.encode()
    north, east = round(ip.latitude * 10) + 900, round(ip.longitude * 10) + 1800
    return b"%b%04d%04d" % (ip.country.encode(), north, east)


def amount(member: bytes) -> int:
    """Yen."""
    return int(member[_AMOUNT : member.index(b"|", _AMOUNT)])


def is_attempt(member: bytes) -> bool:
    """A payment attempt, whatever came of it; a captured slip is none."""
    return member[_STATE] != _CAPTURED


def is_declined(member: bytes) -> bool:
    """A refused payment attempt."""
    return member[_STATE] == _DECLINED


def is_paid(member: bytes) -> bool:
    """An attempt that was neither refused nor is a slip's capture."""
    return member[_STATE] not in (_DECLINED, _CAPTURED)


def is_slip(member: bytes) -> bool:
    """A konbini slip that was issued."""
    return member[_STATE] == _PENDING and member[_METHOD] == _KONBINI


def is_captured_slip(member: bytes) -> bool:
    """A konbini slip that was paid at the counter."""
    return member[_STATE] == _CAPTURED


def has_sign_up_coupon(member: bytes) -> bool:
    """Whether a sign-up coupon was used."""
    return member[_COUPON] == _SIGN_UP


def country(member: bytes) -> str:
    """Where the buyer was; empty if unknown, as it is behind an anonymiser."""
    return _place(member)[:2]


def point(member: bytes) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, to a tenth; None if unknown, as behind mobile carriers."""
    place = _place(member)
    if len(place) <= 2:
        return None
    return (int(place[2:6]) - 900) / 10, (int(place[6:]) - 1800) / 10


def _place(member: bytes) -> str:
    return member[member.index(b"|", _AMOUNT) + 1 :].decode()


def method(member: bytes) -> str:
    """How it was paid."""
    return _METHOD_NAMES[member[_METHOD]]
