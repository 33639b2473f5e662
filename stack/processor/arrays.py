"""PostgreSQL arrays in its binary format: cheaper to make and to read than text, or than JSON.

Source: `array_send` and `array_recv` in PostgreSQL's arrayfuncs.c. A header (dimensions, a flag for
NULLs, the type of the elements, length, lower bound), then each element's size and bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from struct import Struct, pack
from typing import Final

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEADER: Final = Struct(">5i").pack
_SIZE: Final = Struct(">i").pack
_NULL: Final = _SIZE(-1)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_BOOLEAN, _BIGINT, _TEXT, _TIMESTAMPTZ = 16, 20, 25, 1184


class Texts(bytes):
    """A `text[]`."""

    __slots__ = ()


class Numbers(bytes):
    """A `bigint[]`."""

    __slots__ = ()


class Instants(bytes):
    """A `timestamptz[]`."""

    __slots__ = ()


class Flags(bytes):
    """A `boolean[]`."""

    __slots__ = ()


def texts(values: Sequence[str | None]) -> Texts:
    """From strings, of which some may be NULL."""
    return _texts(_elements(values))


def words(values: Sequence[str | None]) -> Texts:
    """As `texts`; quicker where few strings repeat."""
    different = list(set(values))
    elements = dict(zip(different, _elements(different), strict=True))
    return _texts([elements[value] for value in values])


def documents(values: Sequence[bytes]) -> Texts:
    """From texts in UTF-8."""
    return _texts([_SIZE(len(value)) + value for value in values])


def _elements(values: Sequence[str | None]) -> list[bytes]:
    return [
        _NULL if value is None else _SIZE(len(encoded := value.encode())) + encoded
        for value in values
    ]


def _texts(elements: Sequence[bytes]) -> Texts:
    return Texts(_HEADER(1, 1, _TEXT, len(elements), 1) + b"".join(elements))


def numbers(values: Sequence[int]) -> Numbers:
    """From integers of at most 64 bits."""
    return Numbers(_fixed("q", 8, _BIGINT, values))


def instants(values: Iterable[datetime]) -> Instants:
    """From moments with a time zone."""
    since = [value - _EPOCH for value in values]
    microseconds = [
        (one.days * 86_400 + one.seconds) * 1_000_000 + one.microseconds for one in since
    ]
    return Instants(_fixed("q", 8, _TIMESTAMPTZ, microseconds))


def flags(values: Sequence[bool]) -> Flags:
    """From truth values."""
    return Flags(_fixed("?", 1, _BOOLEAN, values))


def _fixed(code: str, size: int, kind: int, values: Sequence[int]) -> bytes:
    sized = [size] * (2 * len(values))
    sized[1::2] = values
    return _HEADER(1, 0, kind, len(values), 1) + pack(f">{f'i{code}' * len(values)}", *sized)


class _ArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        return obj


class _TextsDumper(_ArrayDumper):
    oid = 1009


class _NumbersDumper(_ArrayDumper):
    oid = 1016


class _InstantsDumper(_ArrayDumper):
    oid = 1185


class _FlagsDumper(_ArrayDumper):
    oid = 1000


def register(connection: psycopg.Connection) -> None:
    """Let a connection take these arrays as parameters."""
    for kind, dumper in (
        (Texts, _TextsDumper),
        (Numbers, _NumbersDumper),
        (Instants, _InstantsDumper),
        (Flags, _FlagsDumper),
    ):
        connection.adapters.register_dumper(kind, dumper)
