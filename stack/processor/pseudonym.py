"""What producers call before they send: people and places become keyed hashes.

A hash without a key could be undone by trying all phone numbers. Normalising comes first, so that
variant spellings of one name or address (表記揺らし) give one token.
"""

import hmac
import re
import unicodedata
from base64 import b32encode
from hashlib import sha256
from typing import Final

SHORTEST_KEY: Final = 32
"""Bytes; as long as the hash."""

_LENGTH: Final = 26
# NFKC turns half-width kana and full-width digits into the usual ones. These remain.
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\u30fc\u301c~\uff70-]+")
_HIRAGANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_BLOCK: Final = re.compile(r"(?<=[0-9])(?:丁目|番地ノ|番地|番|号|ノ|-)(?=[0-9]|$)")
_IGNORED: Final = re.compile(r"[\s、。,.・'\"()]+")


def normalised_phone(text: str) -> str:
    """The digits of a Japanese phone number, with or without the country's prefix."""
    text = unicodedata.normalize("NFKC", text)
    digits = "".join(re.findall("[0-9]", text))
    return f"0{digits[2:]}" if text.strip().startswith("+81") else digits


def normalised(text: str) -> str:
    """One spelling of a name, an address or a mail address.

    Width, case, hiragana or katakana, dashes, spaces and the ways to write a block number
    (1丁目2番地3号, 1-2-3, 1の2の3) make no difference.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA)
    text = _IGNORED.sub("", _DASHES.sub("-", text))
    return _BLOCK.sub("-", text).rstrip("-")


def pseudonym(key: bytes, kind: str, text: str) -> str:
    """A token for `text`: the same for every spelling, meaningless without the key.

    Args:
        key: Secret of the producer, at least 32 random bytes. The processor never has it.
        kind: `email`, `phone`, `address`, `recipient`, `ip` or `network`; keeps them apart.
        text: The thing itself.

    Raises:
        ValueError: The key is too short to keep anybody from trying.
    """
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key needs at least {SHORTEST_KEY} bytes")
    spelling = normalised_phone(text) if kind == "phone" else normalised(text)
    message = f"{kind}\x00{spelling}".encode()
    digest = hmac.digest(key, message, sha256)
    # Base 32 and not 16: long runs of digits would look like card numbers by chance.
    return b32encode(digest).decode().lower()[:_LENGTH]
