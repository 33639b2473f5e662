"""How one transaction is written into the history: a short text, the same in every sorted set.

The text depends on the content of the transaction alone, so adding it again changes nothing. It
stays within 64 bytes, which keeps Redis in its compact encoding (a quarter of the memory).

    id 12 | card 6 | account 6 | address 6 | recipient 6 | device 6 | state method coupon |
    amount|place
"""

from binascii import b2a_base64
from collections.abc import Callable, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Final
from zlib import crc32

from .schema import Ip, Transaction
from .windows import Entry

Field = Callable[[bytes], bytes]
"""Reads one token's mark from a history text."""

CARD: Final[Field] = itemgetter(slice(12, 18))
ACCOUNT: Final[Field] = itemgetter(slice(18, 24))
ADDRESS: Final[Field] = itemgetter(slice(24, 30))
RECIPIENT: Final[Field] = itemgetter(slice(30, 36))
DEVICE: Final[Field] = itemgetter(slice(36, 42))
_STATE: Final = 42
_METHOD: Final = 43
_COUPON: Final = 44
_AMOUNT: Final = 45

_COUNTRY_LENGTH: Final = 2

NO_TAG: Final = b"------"
_state: Final = itemgetter(_STATE)
_DECLINED: Final = ord("d")
_PENDING: Final = ord("p")
_CAPTURED: Final = ord("c")
_KONBINI: Final = ord("k")
_SIGN_UP: Final = ord("s")
_METHODS: Final = {
    "card": b"r", "konbini": b"k", "pay_later": b"l", "cash_on_delivery": b"o",
    "bank_transfer": b"b", "wallet": b"w", "points": b"q",
}  # fmt: skip
_METHOD_NAMES: Final = {letter[0]: name for name, letter in _METHODS.items()}
# Who comes through these is somewhere else.
_PLACELESS: Final = ("vpn", "proxy", "tor", "hosting")
_STATES: Final = {"approved": b"a", "declined": b"d", "pending": b"p"}
_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")


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
    return b"%b%b%b%b%b%b%b%b%b%d|%b" % (
        b2a_base64(identity, newline=False).translate(_URL_SAFE),
        NO_TAG if card is None else tag(card.token),
        tag(transaction.account.id),
        NO_TAG if ship is None else tag(ship.address),
        NO_TAG if ship is None or ship.recipient is None else tag(ship.recipient),
        NO_TAG if device is None else tag(device.token),
        b"c" if transaction.event == "capture" else _STATES[transaction.status],
        _METHODS[transaction.method],
        b"-" if basket is None or basket.coupon != "sign_up" else b"s",
        transaction.amount,
        _place_of(transaction.ip),
    )


def tag(token: str) -> bytes:
    """Six characters that stand for a token: enough to count distinct ones in a window of 500."""
    return b"%06x" % (crc32(token.encode()) & 0xFFFFFF)


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


def attempts(members: Sequence[bytes]) -> int:
    """How many are payment attempts, whatever came of them; captured slips are none."""
    return len(members) - list(map(_state, members)).count(_CAPTURED)


def declined(members: Sequence[bytes]) -> int:
    """How many are refused payment attempts."""
    return list(map(_state, members)).count(_DECLINED)


def small_attempts(members: Sequence[bytes], limit: int) -> int:
    """How many are payment attempts of at most `limit` yen."""
    # An amount with more digits than the limit is larger: most need not be read as a number.
    last = _AMOUNT + len(str(limit)) + 1
    small = [m for m in members if m.find(b"|", _AMOUNT, last) > 0 and amount(m) <= limit]
    return attempts(small)


def paid(members: Sequence[bytes]) -> list[bytes]:
    """The attempts that were not refused; captures of slips are none."""
    return [member for member in members if member[_STATE] not in (_DECLINED, _CAPTURED)]


def amounts(members: Sequence[bytes]) -> list[int]:
    """Yen of each."""
    return [int(m[_AMOUNT : m.index(b"|", _AMOUNT)]) for m in members]


def distinct(members: Sequence[bytes], field: Field) -> int:
    """How many different tokens stand in a field."""
    marks = set(map(field, members))
    return len(marks) - (NO_TAG in marks)


def slips(members: Sequence[bytes]) -> int:
    """How many are konbini slips that were issued."""
    return len([m for m in members if m[_STATE] == _PENDING and m[_METHOD] == _KONBINI])


def captured_slips(members: Sequence[bytes]) -> int:
    """How many are konbini slips that were paid at the counter."""
    return list(map(_state, members)).count(_CAPTURED)


def has_sign_up_coupon(member: bytes) -> bool:
    """Whether a sign-up coupon was used."""
    return member[_COUPON] == _SIGN_UP


def place(member: bytes) -> bytes:
    """Where the buyer was, as it is written; empty if unknown, as it is behind an anonymiser."""
    return member[member.index(b"|", _AMOUNT) + 1 :]


def country(place: bytes) -> str:
    """The country of a place; empty if unknown."""
    return place[:_COUNTRY_LENGTH].decode()


def point(place: bytes) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, to a tenth; None if unknown, as behind mobile carriers."""
    if len(place) <= _COUNTRY_LENGTH:
        return None
    return (int(place[2:6]) - 900) / 10, (int(place[6:]) - 1800) / 10


def method(member: bytes) -> str:
    """How it was paid."""
    return _METHOD_NAMES[member[_METHOD]]
