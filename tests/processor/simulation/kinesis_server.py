"""A Kinesis-compatible server in a child process, where one is installed."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SCRIPT_VARIABLE = "KINESIS_LOCAL"
_LOOPBACK = Path(__file__).with_name("loopback.cjs")


@contextmanager
def kinesis_server() -> Iterator[str]:
    """The endpoint's URL; skips the test, saying why, where there is no server to start."""
    script, node = os.environ.get(SCRIPT_VARIABLE), shutil.which("node")
    if script is None or node is None:
        pytest.skip(f"no Kinesis server: set {SCRIPT_VARIABLE} to kinesis-local/main.js, with node")
    plain, encrypted = _free_port(), _free_port()
    process = subprocess.Popen(
        (node, "--require", str(_LOOPBACK), script),
        # It reads its certificate from the working directory.
        cwd=Path(script).parent,
        env={
            "KINESIS_MOCK_PLAIN_PORT": str(plain),
            "KINESIS_MOCK_TLS_PORT": str(encrypted),
            "CREATE_STREAM_DURATION": "50ms",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(plain)
        yield f"http://127.0.0.1:{plain}"
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the Kinesis server did not start")
