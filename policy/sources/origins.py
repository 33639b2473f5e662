"""Where unknown values come from, when only whole top-level properties tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.graph import Origin, Provenance, Unknown


def fill(value: object, urns: Sequence[str]) -> object:
    """The value of a property, its nameless unknown leaves given origins.

    Args:
        value: The property's value.
        urns: All resources that the property's value comes from.
    """
    leaves = list(_unknown_leaves(value))
    named = {origin.urn for leaf in leaves for origin in leaf.origins}
    left = tuple(Origin(urn) for urn in urns if urn not in named)
    nameless = sum(map(_is_nameless, leaves))
    if not left or not nameless:
        return value
    provenance = Provenance.ONE_EACH if nameless == len(left) else Provenance.CANDIDATES
    return _replaced(value, Unknown(left, provenance))


def _is_nameless(leaf: Unknown) -> bool:
    return leaf == Unknown()


def _unknown_leaves(value: object) -> Iterator[Unknown]:
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _unknown_leaves(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _unknown_leaves(item)


def _replaced(value: object, replacement: Unknown) -> object:
    if isinstance(value, Unknown):
        return replacement if _is_nameless(value) else value
    if isinstance(value, list):
        return [_replaced(item, replacement) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, replacement) for key, item in value.items()}
    return value
