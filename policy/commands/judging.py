"""What the commands that judge something share: source, configuration, exemptions, judgement."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from policy import exemptions, pack_config, provenance
from policy.assembly import RunFacts
from policy.commands.sourcing import Sourced, load_graph
from policy.controls import CONTROLS
from policy.exemptions import ExemptionFile
from policy.gate import Judgement, judge_graph
from policy.pack_config import PackConfig
from policy.settings import Settings


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
