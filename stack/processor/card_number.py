"""Finding payment card numbers where none may be.

Only tokens may reach the system. A number that could be a card's (13 to 19 digits, Luhn-valid)
sends the whole record to quarantine, with every digit masked, wherever it stands: in a key, nested,
escaped, in full-width digits, with separators, or glued to an expiry date.
"""

import re
import unicodedata
from itertools import combinations
from typing import Final

SHORTEST: Final = 13
LONGEST: Final = 19
_LONGEST_FIELD: Final = 64
"""No field of a record is longer: more digits in a row are not searched but refused."""

_SEPARATOR: Final = r"[\s._/\-\u00ad\u200b-\u200d\u2010-\u2015\u2022\u2212\u30fb\u30fc\ufeff]"
_RUN: Final = re.compile(rf"[0-9](?:{_SEPARATOR}{{0,3}}[0-9]){{{SHORTEST - 1},}}")
# The quick look: separators dropped, every digit a 0, all else an x. Ten times faster than `_RUN`.
_ASCII_SEPARATORS: Final = b" \t\n\r\v\f._/-"
_SHAPE: Final = bytes(ord("0") if chr(code) in "0123456789" else ord("x") for code in range(256))
_LONG_RUN: Final = b"0" * SHORTEST
_GROUP: Final = re.compile("[0-9]+")
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\([/tnrbf])")
_DIGIT: Final = re.compile("[0-9]")
# Digests and UUIDs hold long digit runs by chance: one in 200 SHA-256 texts would look like a card.
_RANDOM_HEX: Final = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b"
    r"|(?<![0-9a-f])(?=(?:[0-9]*[a-f]){4})[0-9a-f]{24,}(?![0-9a-f])",
    re.IGNORECASE,
)
# Issuer prefixes with the lengths in use (ISO/IEC 7812): Visa, Mastercard, Amex, JCB, Diners,
# Discover, UnionPay. Asked only of parts of a run, where chance alone would find Luhn-valid ones.
_BRANDS: Final = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}"
    r"|35(?:2[89]|[3-8]\d)\d{12,15}"
    r"|3(?:0[0-5]|[689]\d)\d{11}"
    r"|6(?:011|4[4-9]\d|5\d{2}|2\d{2})\d{12,15}"
)


def holds_card_number(payload: bytes) -> bool:
    """Whether a card number may stand anywhere in `payload`, whatever the payload is."""
    if _is_plain(payload) and _LONG_RUN not in payload.translate(_SHAPE, _ASCII_SEPARATORS):
        return False
    text = _RANDOM_HEX.sub("x", _readable(payload))
    return any(_is_card_number(run.group()) for run in _RUN.finditer(text))


def _is_plain(payload: bytes) -> bool:
    return payload.isascii() and b"\\" not in payload and b"\0" not in payload


def masked(payload: bytes) -> bytes:
    """The payload as text with every digit replaced: what quarantine may keep of such a record."""
    return _DIGIT.sub("#", _readable(payload)).encode()


def _readable(payload: bytes) -> str:
    if _is_plain(payload):
        return payload.decode("ascii")
    text = payload.replace(b"\0", b"").decode("utf-8", errors="replace")
    # JSON escapes characters beyond the basic plane as pairs, and allows halves of pairs.
    pairs = _ESCAPE.sub(_unescaped, text).encode("utf-16-le", "surrogatepass")
    text = unicodedata.normalize("NFKC", pairs.decode("utf-16-le", "replace"))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _unescaped(escape: re.Match[str]) -> str:
    code = escape.group(1)
    if code is None:
        return "/" if escape.group(2) == "/" else " "
    return chr(int(code, 16))


def _is_card_number(run: str) -> bool:
    groups = _GROUP.findall(run)
    if len(groups) > _LONGEST_FIELD or any(len(group) > _LONGEST_FIELD for group in groups):
        return True
    if any(SHORTEST <= len(group) <= LONGEST and _luhn_valid(group) for group in groups):
        return True
    return any(_luhn_valid(part) and _BRANDS.fullmatch(part) for part in _parts(groups))


def _parts(groups: list[str]) -> list[str]:
    """Every 13 to 19 digits in a row that begin with a group or lie within one."""
    joined = [
        "".join(groups[start:end])
        for start, end in combinations(range(len(groups) + 1), 2)
        if end - start <= LONGEST
    ]
    inside = [
        group[start : start + length]
        for group in groups
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(group) - length + 1)
    ]
    return [part for part in joined if SHORTEST <= len(part) <= LONGEST] + inside


def _luhn_valid(digits: str) -> bool:
    total = sum(int(digit) for digit in digits[-1::-2])
    total += sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return total % 10 == 0
