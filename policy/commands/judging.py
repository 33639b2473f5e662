"""What the commands that judge something share: source, configuration, exemptions, judgement."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy import exemptions, pack_config, provenance
from policy.assembly import RunFacts, assemble, outline
from policy.commands.sourcing import Sourced, load_graph
from policy.control import Context
from policy.controls import CONTROLS
from policy.evidence import Evidence
from policy.exemptions import ExemptionFile
from policy.gate import Judgement, judge_graph
from policy.pack_config import PackConfig
from policy.settings import Settings

if TYPE_CHECKING:
    from policy.checkov.asking import Opinion


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement, and the facts about the run that only the command knows."""

    judgement: Judgement
    facts: RunFacts


def judge(options: argparse.Namespace) -> Judged:
    """Make the graph that the options name and judge it.

    Raises:
        PolicyError: The source, the configuration or the exemptions cannot be used.
    """
    started = provenance.now()
    config = _config(options.policy_pack_config)
    sourced = _load(options, config.settings)
    known = _exemptions(options.exemptions, sourced.directory / config.settings.exemptions_file)
    judgement = judge_graph(sourced.graph, CONTROLS, config, known, started.date())
    facts = RunFacts(
        started=started,
        source=sourced.source,
        mode=sourced.mode,
        directory=sourced.directory,
        notes=sourced.notes,
    )
    return Judged(judgement, facts)


def evidence_of(options: argparse.Namespace) -> Evidence:
    """The evidence of judging what the options name, with Checkov's opinion if they ask for it.

    For a terminal it is an outline, without what is not shown there.

    Raises:
        PolicyError: Something the user gave cannot be used, or Checkov cannot be asked.
    """
    judged = judge(options)
    if options.format == "text" and not options.second_opinion:
        return outline(judged.judgement, judged.facts)
    ours = assemble(judged.judgement, judged.facts)
    if not options.second_opinion:
        return ours
    from policy.checkov.telling import with_second_opinion  # noqa: PLC0415  # only if asked for

    context = judged.judgement.context
    return with_second_opinion(opinion_on(context, options), ours, context, judged.facts)


def opinion_on(context: Context, options: argparse.Namespace) -> Opinion:
    """What Checkov says of what was judged.

    Raises:
        CheckovError: Checkov cannot be asked, or did not look at everything.
    """
    from policy.checkov.asking import Asking, ask  # noqa: PLC0415  # only if asked for

    return ask(context.graph, Asking(options.checkov, tuple(options.external_checks_dir)))


def _load(options: argparse.Namespace, settings: Settings) -> Sourced:
    _progress("Reading the program …")
    try:
        return load_graph(options, settings)
    finally:
        _progress("")


def _config(path: Path | None) -> PackConfig:
    if path is None:
        return PackConfig()
    return pack_config.load(path, {control.id for control in CONTROLS})


def _exemptions(path: Path | None, default: Path) -> ExemptionFile:
    if path is not None:
        return exemptions.load(path)
    return exemptions.load(default) if default.is_file() else ExemptionFile()


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()
