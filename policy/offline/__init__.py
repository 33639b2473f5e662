"""The offline engine: runs a Pulumi program in this process, without CLI, plugins or network."""

from policy.offline.lean_imports import lean_imports

with lean_imports():
    from policy.offline.engine import run_program
    from policy.offline.fixtures import Fixtures
    from policy.offline.fixtures import load as load_fixtures
    from policy.offline.request import NOBODYS_ACCOUNT, Mode, ProgramGraph, ProgramRun

__all__ = [
    "NOBODYS_ACCOUNT",
    "Fixtures",
    "Mode",
    "ProgramGraph",
    "ProgramRun",
    "load_fixtures",
    "run_program",
]
