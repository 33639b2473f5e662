"""Looking up single values by concrete paths such as `rules[0].protocol`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from policy.graph import ABSENT, Unknown

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def value_at(properties: Mapping[str, object], path: str) -> object:
    """The plain value, `Unknown` or `ABSENT` at a concrete path.

    An `Unknown` on the way hides what is below it and is returned itself. As in `Resource.read`,
    an object may stand for a list of one.
    """
    value: object = properties
    for index, name in _steps(path):
        if isinstance(value, Unknown):
            return value
        value = _item(value, int(index)) if index else _member(value, name)
    return ABSENT if value is None else value


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[tuple[str, str], ...]:
    return tuple(_STEP.findall(path))


def sibling(path: str, concrete: str, other: str) -> str:
    """The concrete path of `other` in the list items that `concrete`, a match of `path`, is in.

    `sibling("rules[].port", "rules[2].port", "rules[].protocol")` is `rules[2].protocol`.
    """
    if "[]" not in other:
        return other
    shared = 0
    for mine, its in zip(path.split("[]")[:-1], other.split("[]")[:-1], strict=False):
        if mine != its:
            break
        shared += 1
    indices = re.findall(r"\[\d+\]", concrete)[:shared]
    parts = other.split("[]")
    heads = "".join(part + index for part, index in zip(parts, indices, strict=False))
    return heads + "[0]".join(parts[len(indices) :])


def block_of(path: str) -> str:
    """The path of the object or list item that a path's last step is in; empty at the top."""
    return path.rpartition(".")[0]


def _item(value: object, index: int) -> object:
    if isinstance(value, list):
        return value[index] if index < len(value) else ABSENT
    return value if isinstance(value, Mapping) and index == 0 else ABSENT


def _member(value: object, name: str) -> object:
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else ABSENT
    return value.get(name, ABSENT) if isinstance(value, Mapping) else ABSENT
