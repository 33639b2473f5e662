"""From a graph to a judgement: the one path that the CLI, the analyzer and the tests share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

from policy.control import Context, Control
from policy.evaluation import Result, evaluate
from policy.exemptions import Applied, ExemptionFile, apply
from policy.graph import Graph
from policy.pack_config import Level, PackConfig
from policy.verdict import Verdict

OPEN = frozenset({Verdict.FAIL, Verdict.UNDETERMINED, Verdict.ERROR})
"""Verdicts that somebody has to do something about."""


class ExitCode(IntEnum):
    """What `check` tells its caller."""

    SATISFIED = 0
    VIOLATION = 1
    UNUSABLE = 2
    UNDETERMINED = 3


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Everything that evaluation, configuration and exemptions say of one graph.

    Attributes:
        context: The graph and the settings it was judged by.
        controls: All controls of the pack, disabled ones included.
        config: Enforcement levels.
        results: Every enabled control on every resource it applies to.
        exemptions: What became of each exemption.
        problems: Sentences that fail the gate without belonging to a resource.
    """

    context: Context
    controls: tuple[Control, ...]
    config: PackConfig
    results: tuple[Result, ...]
    exemptions: tuple[Applied, ...]
    problems: tuple[str, ...]

    @cached_property
    def summary(self) -> Mapping[Verdict, int]:
        """How many results have each verdict."""
        counts = Counter(result.verdict for result in self.results)
        return {verdict: counts.get(verdict, 0) for verdict in Verdict}

    def is_mandatory(self, result: Result) -> bool:
        """Whether the result counts for the gate."""
        return self.config.level_of(result.control) is Level.MANDATORY

    @property
    def exit_code(self) -> ExitCode:
        """A violation outweighs what is undetermined; a crashed check is undetermined."""
        counting = {result.verdict for result in self.results if self.is_mandatory(result)}
        if Verdict.FAIL in counting or self.problems:
            return ExitCode.VIOLATION
        if counting & {Verdict.UNDETERMINED, Verdict.ERROR}:
            return ExitCode.UNDETERMINED
        return ExitCode.SATISFIED


def judge_graph(
    graph: Graph,
    controls: Sequence[Control],
    config: PackConfig,
    exemptions: ExemptionFile,
    today: date,
) -> Judgement:
    """Judge a graph by all enabled controls, then apply the exemptions that are valid today."""
    context = Context(graph, config.settings)
    enabled = [item for item in controls if config.level_of(item.id) is not Level.DISABLED]
    results, applied = apply(
        evaluate(context, enabled),
        exemptions.exemptions,
        {control.id for control in controls},
        today,
    )
    return Judgement(
        context=context,
        controls=tuple(controls),
        config=config,
        results=results,
        exemptions=applied,
        problems=(*exemptions.problems, *_sentences(applied)),
    )


def _sentences(applied: Iterable[Applied]) -> list[str]:
    return [item.problem for item in applied if item.problem]
