"""The offline engine's door: from a program to its graph."""

from __future__ import annotations

from dataclasses import replace

from policy.errors import SourceError
from policy.graph import Graph
from policy.offline import derived, project
from policy.offline.assembly import assemble
from policy.offline.execution import execute
from policy.offline.failures import explain
from policy.offline.isolation import hidden_regions
from policy.offline.project import Project
from policy.offline.request import Mode, ProgramGraph, ProgramRun
from policy.offline.session import Session
from policy.offline.stand_ins import StandIns


def run_program(run: ProgramRun) -> ProgramGraph:
    """Run a program and gather what it registers.

    A program that fails in symbolic mode, for example since it decodes a text for which it got a
    stand-in, is run in preview mode; the result says so.

    Raises:
        SourceError: There is no program, or it fails; the message says where.
    """
    configured = project.load(run)
    notes = _notes(configured)
    try:
        graph = _graph(run, configured)
    except SourceError as error:
        if run.mode is Mode.PREVIEW:
            raise
        run = replace(run, mode=Mode.PREVIEW)
        graph = _graph(run, configured)
        notes += (f"checked in preview mode, since in symbolic mode {error.message}",)
    return ProgramGraph(graph=graph, mode=run.mode, notes=notes)


def _graph(run: ProgramRun, configured: Project) -> Graph:
    session = _executed(Session(run=run, project=configured, mode=run.mode))
    graph = assemble(session)
    if not derived.needs_comparison(session):
        return graph
    contrary = Session(
        run=run,
        project=configured,
        mode=Mode.PREVIEW,
        contrary=True,
        stand_ins=StandIns("contrary"),
    )
    return derived.compared(graph, assemble(_executed(contrary)))


def _executed(session: Session) -> Session:
    try:
        execute(session)
    except (Exception, SystemExit) as error:
        raise explain(error, session) from error
    return session


def _notes(configured: Project) -> tuple[str, ...]:
    notes = []
    if hidden := hidden_regions():
        notes.append(f"hidden from the program: {', '.join(hidden)}")
    if configured.encrypted_keys:
        keys = ", ".join(sorted(configured.encrypted_keys))
        notes.append(f"encrypted configuration stays unknown: {keys}")
    if configured.environments:
        names = ", ".join(configured.environments)
        notes.append(f"values of ESC environments are not at hand: {names}")
    return tuple(notes)
