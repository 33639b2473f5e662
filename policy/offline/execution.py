"""Running a program's code against a monitor, as `pulumi-language-python-exec` does."""

from __future__ import annotations

import asyncio
import contextvars
import runpy
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import pulumi
from pulumi.runtime import settings as pulumi_settings

from policy.offline import sdk
from policy.offline.engine_log import EngineLog
from policy.offline.isolation import isolated
from policy.offline.monitor import Monitor
from policy.offline.session import Session
from policy.offline.transforms import NeedsThreadError

_T = TypeVar("_T")
_THREADS = 4


class SilenceError(Exception):
    """The program neither ended nor asked the engine anything for too long."""


def execute(session: Session) -> None:
    """Run the session's program until everything it started has ended.

    The SDK keeps its state in context variables, so a context of its own is all that a run needs
    to neither see an earlier one nor leave anything to a later one.

    Raises:
        SystemExit: The program exited with a status other than 0.
        SilenceError: The program hangs.
        Exception: Whatever the program raised.
    """
    with isolated(session.project):
        contextvars.copy_context().run(_run, session)


def _run(session: Session) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    executor = _InlineExecutor(max_workers=_THREADS)
    loop.set_default_executor(executor)
    try:
        _configure(session)
        with sdk.output_values_kept(session.saw):
            loop.run_until_complete(_watched(session))
    except SystemExit as exit_request:
        if exit_request.code not in {None, 0}:
            raise
    finally:
        _close(loop, executor)


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


async def _watched(session: Session) -> None:
    """Run the program and give up when it hangs."""
    program = asyncio.ensure_future(pulumi.runtime.run_in_stack(lambda: _run_main(session)))
    limit = session.run.silence_seconds
    while not program.done():
        silent = time.monotonic() - session.answered_at
        if silent >= limit:
            program.cancel()
            raise SilenceError
        await asyncio.wait({program}, timeout=max(limit - silent, 0.01))
    await program


def _run_main(session: Session) -> None:
    program = str(session.project.program)
    sys.argv = [program]
    runpy.run_path(program, run_name="__main__")


def _close(loop: asyncio.AbstractEventLoop, executor: ThreadPoolExecutor) -> None:
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    if pending:
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    executor.shutdown(wait=False, cancel_futures=True)
    loop.close()
    asyncio.set_event_loop(None)


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
