"""Modules that are left for later are there for whoever asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys

IMPORTED = "import json, sys; import policy.offline; import pulumi\n"
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def told_by(program: str, **variables: str) -> object:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORTED + program],
        capture_output=True, text=True, check=True, env={**os.environ, **variables},
    )  # fmt: skip
    return json.loads(done.stdout)


def test_a_check_runs_none_of_them() -> None:
    heavy = ("dill._dill", "grpc.aio._server", "opentelemetry.sdk", "pulumi.automation.errors")
    names = ("yaml", *heavy)
    program = f"print(json.dumps([name in sys.modules for name in {names}]))"
    assert told_by(program) == [True, False, False, False, False]


def test_they_run_when_a_name_is_asked_for() -> None:
    program = """
from pulumi.automation import LocalWorkspace
import dill, grpc.aio
stays = sys.modules["pulumi.automation"] is pulumi.automation
dumped = dill.loads(dill.dumps(lambda: 1))()
told = [LocalWorkspace.__module__, stays, dumped, grpc.aio.server.__name__, "dill" in dill.__file__]
print(json.dumps(told))
"""
    assert told_by(program) == ["pulumi.automation._local_workspace", True, 1, "server", True]


def test_submodules_are_found() -> None:
    program = """
import pulumi.automation.errors as errors
from pulumi.automation import *
print(json.dumps([issubclass(CommandError, Exception), CommandError is errors.CommandError]))
"""
    assert told_by(program) == [True, True]


def test_traces_are_made_where_they_are_asked_for() -> None:
    program = "print(json.dumps('opentelemetry.sdk.trace' in sys.modules))"
    assert told_by(program, TRACEPARENT=TRACEPARENT) is True
    assert told_by(program) is False
