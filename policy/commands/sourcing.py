"""Which graph a command is to judge: a program, a state or a preview."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policy.errors import SourceError
from policy.graph import Graph
from policy.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A graph, and what its source says of itself."""

    graph: Graph
    source: str
    mode: str
    directory: Path
    notes: tuple[str, ...] = ()


def load_graph(options: argparse.Namespace, settings: Settings) -> Sourced:
    """The graph that the options name; each source brings its own imports.

    Raises:
        SourceError: It cannot be made.
    """
    if options.state:
        return _from_state(options.state)
    if options.preview:
        return _from_preview(options.preview)
    return _from_program(options, settings)


def _from_state(file: Path) -> Sourced:
    from policy.sources import state  # noqa: PLC0415  # only where asked for

    return Sourced(graph=state.load(file), source="state", mode="", directory=file.parent)


def _from_preview(file: Path) -> Sourced:
    from policy.sources import preview  # noqa: PLC0415  # only where asked for

    return Sourced(graph=preview.load(file), source="preview", mode="", directory=file.parent)


def _from_program(options: argparse.Namespace, settings: Settings) -> Sourced:
    from policy.offline import (  # noqa: PLC0415  # brings Pulumi along
        NOBODYS_ACCOUNT,
        Fixtures,
        Mode,
        ProgramRun,
        load_fixtures,
        run_program,
    )

    directory = options.program or Path.cwd()
    wanted = ProgramRun(
        directory=directory,
        stack=options.stack or "",
        configuration=dict(_assignments(options.config)),
        mode=Mode(options.mode),
        fixtures=load_fixtures(options.fixtures) if options.fixtures else Fixtures(),
        account=settings.account_id or NOBODYS_ACCOUNT,
    )
    ran = run_program(wanted)
    return Sourced(
        graph=ran.graph, source="offline", mode=ran.mode, directory=directory, notes=ran.notes
    )


def _assignments(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise SourceError(f"--config {text} is no assignment", advice="write KEY=VALUE")
        yield key, value
