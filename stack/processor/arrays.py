"""PostgreSQL arrays in its binary format: cheaper to make and to read than text, or than JSON.

Source: `array_send` and `array_recv` in PostgreSQL's arrayfuncs.c. A header (dimensions, a flag for
NULLs, the type of the elements, length, lower bound), then each element's size and bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from struct import Struct, pack
from typing import Final

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEADER: Final = Struct(">5i").pack
_SIZE: Final = Struct(">i").pack
_NULL: Final = _SIZE(-1)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
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
    parts = [_HEADER(1, 1, _TEXT, len(values), 1)]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            encoded = value.encode()
            parts += (_SIZE(len(encoded)), encoded)
    return Texts(b"".join(parts))


def numbers(values: Sequence[int]) -> Numbers:
    """From integers of at most 64 bits."""
    return Numbers(_fixed("q", 8, _BIGINT, values))


def instants(values: Iterable[datetime]) -> Instants:
    """From moments with a time zone."""
    since = [(value - _EPOCH) // _MICROSECOND for value in values]
    return Instants(_fixed("q", 8, _TIMESTAMPTZ, since))


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
