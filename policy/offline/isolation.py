"""Running somebody's program in this process and leaving no trace of it."""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Final, NoReturn

from policy.offline.project import Project
from policy.sources.positions import LIBRARY_PARTS, Positions

CHECK_VARIABLE: Final = "POLICY_OFFLINE_CHECK"
"""Set to `1` while a program runs, so that it can leave out slow builds."""
# The shell's region, profile and credentials would change the result or reach the cloud; Pulumi's
# own variables would override the configuration.
_HIDDEN_PREFIXES: Final = ("AWS_", "PULUMI_")
_PACK_ROOT: Final = Path(__file__).resolve().parents[2]
_CHOOSING: Final = ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE")
# A forked child would run the rest of the check a second time; the others end this process, with
# a status that says nothing about the check.
_REFUSED_CALLS: Final = ("fork", "forkpty", "_exit", "abort", "execv", "execve")
_COLLECTION_THRESHOLD: Final = 1_000_000


class RefusedCallError(Exception):
    """The program called a function of `os` that would end or double this process."""


@contextmanager
def isolated(project: Project, *, is_muted: bool = False) -> Iterator[None]:
    """Everything that must be put back after a program ran, put back.

    Args:
        project: The program's project.
        is_muted: Whether nothing of what the program prints is shown.
    """
    with ExitStack() as stack:
        stack.enter_context(_environment())
        stack.enter_context(_directory(project.working_directory))
        stack.enter_context(_interpreter_state(project))
        stack.enter_context(_nothing_shown() if is_muted else _standard_output_to_error())
        stack.enter_context(_refused_calls())
        stack.enter_context(_quiet())
        yield


def hidden_regions() -> tuple[str, ...]:
    """Variables of the shell that would choose a region or account, and that programs miss."""
    return tuple(name for name in _CHOOSING if name in os.environ)


@contextmanager
def _environment() -> Iterator[None]:
    before = dict(os.environ)
    for name in before:
        if name.startswith(_HIDDEN_PREFIXES):
            del os.environ[name]
    os.environ[CHECK_VARIABLE] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _directory(directory: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(directory)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _interpreter_state(project: Project) -> Iterator[None]:
    path, arguments, modules = sys.path[:], sys.argv[:], dict(sys.modules)
    if _PACK_ROOT.name not in LIBRARY_PARTS:
        # `python -m policy` puts its own directory on the path, where the CLI would find nothing.
        sys.path[:] = [entry for entry in path if Path(entry).resolve() != _PACK_ROOT]
    for name in _shadowed_by(project.working_directory):
        del sys.modules[name]
    try:
        yield
    finally:
        sys.path[:] = path
        sys.argv[:] = arguments
        _purge(Positions(project.root), modules)


def _shadowed_by(directory: Path) -> list[str]:
    """Loaded modules, the standard library's apart, whose name the program's own files claim."""
    names = {path.stem for path in directory.glob("*.py")} - {"__main__", "__init__"}
    names |= {path.parent.name for path in directory.glob("*/*.py")}
    names -= sys.stdlib_module_names
    return [name for name in sys.modules if name.partition(".")[0] in names]


def _purge(positions: Positions, before: dict[str, ModuleType]) -> None:
    """Forget the program's modules and bring back what was loaded before."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        is_new = before.get(name) is not module
        if is_new and isinstance(file, str) and positions.of(file, 0):
            del sys.modules[name]
    sys.modules.update(before)


@contextmanager
def _standard_output_to_error() -> Iterator[None]:
    """Send what the program, its libraries or its subprocesses print to standard error."""
    sys.stdout.flush()
    kept = os.dup(1)
    shown, sys.stdout = sys.stdout, sys.stderr
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout = shown
        os.dup2(kept, 1)
        os.close(kept)


@contextmanager
def _nothing_shown() -> Iterator[None]:
    sys.stderr.flush()
    kept = os.dup(2)
    shown = sys.stderr
    with Path(os.devnull).open("w", encoding="utf-8") as nothing:
        os.dup2(nothing.fileno(), 2)
        sys.stderr = nothing
        try:
            with _standard_output_to_error():
                yield
        finally:
            sys.stderr = shown
            os.dup2(kept, 2)
            os.close(kept)


@contextmanager
def _refused_calls() -> Iterator[None]:
    originals = {name: getattr(os, name) for name in _REFUSED_CALLS if hasattr(os, name)}
    for name in originals:
        setattr(os, name, _refusing(name))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(os, name, original)


def _refusing(name: str) -> Callable[..., NoReturn]:
    def refuse(*_arguments: object) -> NoReturn:
        raise RefusedCallError(f"os.{name}")

    return refuse


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence what asyncio says about the futures that Pulumi programs leave behind."""
    logger = logging.getLogger("asyncio")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


@contextmanager
def few_collections() -> Iterator[None]:
    """Collect garbage rarely: what importing SDKs and registering resources makes is kept."""
    thresholds = gc.get_threshold()
    gc.set_threshold(_COLLECTION_THRESHOLD, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
