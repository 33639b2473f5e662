"""The offline engine's door: from a program to its graph."""

from __future__ import annotations

from collections.abc import Iterator

from policy.errors import SourceError
from policy.graph import Graph
from policy.offline import derived, project
from policy.offline.assembly import assemble
from policy.offline.execution import execute
from policy.offline.isolation import few_collections, hidden_regions
from policy.offline.project import Project
from policy.offline.request import Mode, ProgramGraph, ProgramRun
from policy.offline.session import INVENTED_LIST_LENGTH, Session
from policy.offline.stand_ins import CONTRARY, StandIns


@few_collections()
def run_program(run: ProgramRun) -> ProgramGraph:
    """Run a program and gather what it registers.

    A program that fails in symbolic mode, for example since it decodes a text for which it got a
    stand-in, is run in preview mode; the result says so.

    Raises:
        SourceError: There is no program, or it fails; the message says where.
    """
    configured = project.load(run)
    notes = _notes(configured)
    session = Session(run=run, project=configured, mode=run.mode)
    failure = _failure(session)
    if failure and run.mode is Mode.SYMBOLIC and not session.is_hanging:
        notes += (f"checked in preview mode, since in symbolic mode {failure.message}",)
        session = Session(run=run, project=configured, mode=Mode.PREVIEW)
        failure = _failure(session)
    if failure:
        raise failure
    notes += tuple(_opaque(session))
    return ProgramGraph(graph=_graph(session), mode=session.mode, notes=notes)


def _failure(session: Session) -> SourceError | None:
    try:
        execute(session)
    except SourceError as error:
        return error
    return None


def _graph(session: Session) -> Graph:
    graph = assemble(session)
    if not derived.needs_comparison(session):
        return graph
    other = _contrary_graph(session, Mode.PREVIEW)
    if graph.by_urn.keys() - other.by_urn.keys():
        # What a preview does not even register is compared with other stand-ins instead.
        graph = derived.compared(graph, _contrary_graph(session, session.mode))
    return derived.compared(graph, other)


def _contrary_graph(session: Session, mode: Mode) -> Graph:
    failure = None
    for list_length in (2, INVENTED_LIST_LENGTH):
        contrary = Session(
            run=session.run,
            project=session.project,
            mode=mode,
            is_contrary=True,
            stand_ins=StandIns(CONTRARY),
            invented_list_length=list_length,
        )
        failure = _failure(contrary)
        if not failure:
            return assemble(contrary)
    raise _unstable(session, failure)


def _unstable(session: Session, failure: SourceError | None) -> SourceError:
    """The program only runs with the answers that the engine happened to invent."""
    asked = sorted({item.token for item in session.invokes if item.answered == "unknown"})
    condition = f"when {', '.join(asked)} are answered otherwise" if asked else "in preview mode"
    advice = "give fixtures for these look-ups" if asked else "pulumi preview would fail too"
    reason = failure.message if failure else ""
    return SourceError(f"{condition} {reason}", advice=advice)


def _opaque(session: Session) -> Iterator[str]:
    """What nobody can see into: components whose resources a plugin makes."""
    for record in session.records.values():
        if record.options.remote:
            where = f" at {record.source}" if record.source else ""
            yield f"{record.type} {record.name!r}{where} hides the resources that it makes"


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
