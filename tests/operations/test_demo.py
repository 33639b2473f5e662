"""The demonstration ends with a verdict, and with nothing left behind when interrupted."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from stack.operations.cli import main
from stack.operations.demo.score import score
from stack.operations.traffic.day import Day, Incident

PROJECT = Path(__file__).parents[2]


def test_a_small_day_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("demo", "--transactions", "500", "--incidents", "1")) == 0
    printed = capsys.readouterr().out
    assert "exact in every hour" in printed
    assert "intact" in printed


HEARS_SIGNALS = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""A command in a shell's background inherits that interrupts are ignored; this undoes it."""


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Not below tmp_path, which pytest closes to the server's own user at times."""
    with TemporaryDirectory() as directory:
        yield Path(directory)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demonstration_leaves_no_server_and_no_file(
    number: signal.Signals, scratch: Path
) -> None:
    process = subprocess.Popen(
        (
            *(sys.executable, "-c", HEARS_SIGNALS),
            *("-m", "stack.operations", "demo", "--transactions", "200000"),
        ),
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not list(scratch.glob("stores-*/redis.sock")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(scratch.glob("stores-*")) == []
    assert [command for command in running_commands() if str(scratch) in command] == []


def running_commands() -> list[str]:
    return [
        path.read_bytes().replace(b"\0", b" ").decode()
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    ]


def test_an_incident_is_caught_once_and_ordinary_alerts_are_false() -> None:
    incident = Incident("card testing", 0)
    other = Incident("card testing", 1)
    day = Day([], {"a": incident, "b": incident, "c": other}, scenery=frozenset({"p", "q"}))
    verdict = score(day, 10, ["a", "b", "p", "x"])
    caught = {pattern.pattern: (pattern.planted, pattern.caught) for pattern in verdict.patterns}
    assert caught["card testing"] == (2, 1)
    assert (verdict.planted, verdict.caught) == (2, 1)
    assert verdict.false_alarms == 1
    assert verdict.ordinary_events == 5
