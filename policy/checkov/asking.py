"""The whole way: a graph goes in, Checkov's opinion comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from policy.checkov.conversion import Plan, convert
from policy.checkov.environment import checkov_python
from policy.checkov.mapping.names import load_names
from policy.checkov.opinions import opinions
from policy.checkov.running import Found, run
from policy.evaluation import Result
from policy.graph import Graph


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask: by which interpreter, and with which checks besides Checkov's own."""

    python: Path | None = None
    external_checks: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Opinion:
    """What Checkov says of a graph.

    Attributes:
        plan: What it was given.
        found: What it answered.
        results: What that is worth, by URN and check.
    """

    plan: Plan
    found: Found
    results: tuple[Result, ...]


def ask(graph: Graph, asking: Asking) -> Opinion:
    """Checkov's opinion of a graph.

    Raises:
        CheckovError: Checkov cannot be asked, or did not look at everything.
    """
    python = checkov_python(asking.python)
    plan = convert(graph, load_names())
    found = run(plan, python, asking.external_checks)
    return Opinion(plan, found, opinions(plan, found))
