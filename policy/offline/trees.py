"""Walking property values."""

from __future__ import annotations

from collections.abc import Iterator


def leaves(value: object) -> Iterator[object]:
    """Everything in a value that has nothing inside: scalars, empty objects, empty lists."""
    if isinstance(value, list) and value:
        for item in value:
            yield from leaves(item)
    elif isinstance(value, dict) and value:
        for item in value.values():
            yield from leaves(item)
    else:
        yield value
