"""Working something out once a graph, however many controls ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from policy.graph import Graph

_Answer = TypeVar("_Answer")


def remembered(graph: Graph, key: object, work_out: Callable[[], _Answer]) -> _Answer:
    """The answer kept under a key, worked out when it is first asked for."""
    memo = graph.memo
    if key not in memo:
        memo[key] = work_out()
    return cast("_Answer", memo[key])
