"""Running a program's code against a monitor, as `pulumi-language-python-exec` does."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import gc
import runpy
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

import pulumi
from pulumi.runtime import settings as pulumi_settings

from policy.errors import SourceError
from policy.offline import registration, sdk
from policy.offline.engine_log import EngineLog
from policy.offline.failures import explain
from policy.offline.isolation import isolated
from policy.offline.lazy_packages import loaded_lazily
from policy.offline.monitor import Monitor
from policy.offline.session import Session, SilenceError
from policy.offline.shortcuts import shortcuts_taken
from policy.offline.transforms import NeedsThreadError

_T = TypeVar("_T")
_THREADS: Final = 4
_TICKS: Final = 20


def execute(session: Session) -> None:
    """Run the session's program until everything it started has ended.

    The SDK keeps its state in context variables, so a context of its own is all that a run needs
    to neither see an earlier one nor leave anything to a later one.

    Raises:
        SourceError: The program failed, hangs, or exited with a status other than 0.
    """
    with isolated(session.project, is_muted=session.is_contrary):
        failure = contextvars.copy_context().run(_outcome, session)
        if failure:
            # What a failed program leaves behind complains when it goes, so it goes now, unheard.
            gc.collect()
    if failure:
        raise failure


def _outcome(session: Session) -> SourceError | None:
    loop = asyncio.new_event_loop()
    # asyncio would describe each unawaited future, for ever where they await each other.
    loop.set_exception_handler(lambda _loop, _context: None)
    asyncio.set_event_loop(loop)
    executor = _InlineExecutor(max_workers=_THREADS)
    loop.set_default_executor(executor)
    try:
        _configure(session)
        is_telling = functools.cache(
            functools.partial(registration.is_telling, positions=session.positions)
        )
        with (
            sdk.output_values_kept(session.saw),
            shortcuts_taken(is_telling),
            loaded_lazily(),
        ):
            return loop.run_until_complete(_ending(session))
    except SystemExit as leaving:
        # The event loop lets it through where any other exception becomes a task's outcome.
        return None if leaving.code in {None, 0} else explain(leaving, session)
    finally:
        # Left-over tasks are dropped, not cancelled: a cancellation runs through an endless chain
        # of outputs, and runs code of the program.
        executor.shutdown(wait=False, cancel_futures=True)
        loop.close()
        asyncio.set_event_loop(None)


def _configure(session: Session) -> None:
    project = session.project
    pulumi_settings.ROOT.set(None)
    pulumi.runtime.set_all_config(_configuration(session), sorted(project.secret_keys))
    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            project=project.name,
            stack=project.stack,
            monitor=Monitor(session),
            engine=EngineLog(),
            dry_run=True,
            organization=session.run.organization,
            root_directory=str(project.root),
        )
    )


def _configuration(session: Session) -> dict[str, str]:
    encrypted = {
        key: session.stand_ins.outside("configuration", key)
        for key in session.project.encrypted_keys
    }
    return encrypted | dict(session.project.configuration)


async def _ending(session: Session) -> SourceError | None:
    """Run the program; what ended it, if that is a failure."""
    program = pulumi.runtime.run_in_stack(lambda: _run_main(session))
    try:
        await _watched(program, session)
    except Exception as error:  # noqa: BLE001  # a program may raise anything
        return explain(error, session)
    return None


async def _watched(program: Coroutine[None, None, None], session: Session) -> None:
    """Run the program and give up when it hangs.

    Time in which the program blocks the event loop does not count: it is doing something.
    """
    task = asyncio.ensure_future(program)
    tick = session.run.silence_seconds / _TICKS
    silent, answers = 0.0, session.answers
    while not task.done():
        if silent >= session.run.silence_seconds:
            session.is_hanging = True
            with contextlib.suppress(RuntimeError):
                program.close()
            raise SilenceError
        await asyncio.wait({task}, timeout=tick)
        silent = silent + tick if session.answers == answers else 0.0
        answers = session.answers
    await task


def _run_main(session: Session) -> None:
    program = str(session.project.program)
    sys.argv = [program]
    runpy.run_path(program, run_name="__main__")


class _InlineExecutor(ThreadPoolExecutor):
    """Runs a call at once, without a thread, unless the call says that it needs one.

    The SDK hands each request to a thread since it expects to wait for the network; ours takes
    microseconds, and in the event loop's own order the same program always does the same.
    """

    def submit(self, function: Callable[..., _T], /, *args: object, **kwargs: object) -> Future[_T]:
        """The outcome of a call."""
        outcome: Future[_T] = Future()
        try:
            outcome.set_result(function(*args, **kwargs))
        except NeedsThreadError:
            return super().submit(function, *args, **kwargs)
        except BaseException as error:  # noqa: BLE001  # handed on to whoever awaits it
            outcome.set_exception(error)
        return outcome
