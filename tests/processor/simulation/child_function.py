"""Runs the worker as Lambda runs an environment: started when needed, replaced when it died."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from stack.operations.system import Endpoints

_PROJECT = Path(__file__).parents[3]


class ChildDiedError(RuntimeError):
    """The environment was lost in the middle of an invocation; to the poller, a function error."""


class ChildFunction:
    """The first environment dies where it is told to; those that replace it live."""

    def __init__(self, endpoints: Endpoints, log: Path, *death: str) -> None:
        self._arguments = (endpoints.ledger, endpoints.history)
        self._death = death
        self._log = log
        self._process: subprocess.Popen[str] | None = None
        self.deaths = 0

    def __call__(self, event: Mapping[str, object]) -> object:
        process = self._running()
        requests, answers = _pipes(process)
        try:
            requests.write(json.dumps(event) + "\n")
            requests.flush()
            answer = answers.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.stop()
            self.deaths += 1
            raise ChildDiedError
        return json.loads(answer)

    @property
    def process_id(self) -> int:
        return self._running().pid

    def published(self) -> list[str]:
        """Ids of published alerts, in the order of publishing, repeats included."""
        return self._log.read_text().split()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            module = "tests.processor.simulation.worker"
            with self._log.open("a") as log:
                self._process = subprocess.Popen(
                    (sys.executable, "-m", module, *self._arguments, *self._death),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    cwd=_PROJECT,
                )
            self._death = ()
        return self._process


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
