"""Walking property values."""

from __future__ import annotations

from collections.abc import Iterator


def leaves(value: object) -> Iterator[object]:
    """Everything in a value that is neither object nor list."""
    if isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    else:
        yield value
