"""Comparing patterns with `*` and `?`, as IAM writes actions and ARNs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SEGMENTS: Final = 6
_WILD: Final = frozenset("*?")
_VARIABLE: Final = re.compile(r"\$\{[^}]*\}")


def without_variables(pattern: str) -> str:
    """A pattern with its policy variables (`${aws:username}`) taken for anything."""
    return _VARIABLE.sub("*", pattern) if "${" in pattern else pattern


@lru_cache(maxsize=4096)
def matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches a plain text, upper and lower case being the same."""
    if not _WILD & set(pattern):
        return pattern.lower() == text.lower()
    regex = "".join({"*": ".*", "?": "."}.get(item, re.escape(item)) for item in pattern)
    return re.fullmatch(regex, text, re.IGNORECASE | re.DOTALL) is not None


@lru_cache(maxsize=4096)
def overlap(first: str, second: str) -> bool:
    """Whether any text matches both patterns."""
    if not _WILD & set(first + second):
        return first == second
    reachable = _closure({0}, first)
    for item in second:
        reachable = _step(reachable, item, first)
        if not reachable:
            return False
    return len(first) in reachable


def _closure(positions: set[int], pattern: str) -> set[int]:
    """Positions reachable by letting the pattern's own `*` stand for nothing."""
    found = set(positions)
    for position in positions:
        end = position
        while end < len(pattern) and pattern[end] == "*":
            end += 1
            found.add(end)
    return found


def _step(positions: set[int], item: str, pattern: str) -> set[int]:
    if item == "*":
        # Anything may follow, so every later position can be reached.
        return set(range(min(positions), len(pattern) + 1))
    after = set()
    for position in positions:
        if position < len(pattern):
            own = pattern[position]
            if own == "*":
                after.add(position)
            elif own in {item, "?"} or item == "?":
                after.add(position + 1)
    return _closure(after, pattern)


@lru_cache(maxsize=4096)
def arns_overlap(first: str, second: str) -> bool:
    """Whether any ARN matches both patterns; compares part by part where both have all parts."""
    one, other = first.split(":", _SEGMENTS - 1), second.split(":", _SEGMENTS - 1)
    if len(one) == len(other) == _SEGMENTS:
        return all(map(overlap, one, other))
    return overlap(first, second)
