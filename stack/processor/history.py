"""The last 24 hours in Redis: one sorted set an entity, never a counter.

Redis may be slow, down, full, flushed or failed over; none of that loses a record. Whatever is not known
for certain comes back as a window with a gap.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from valkey import Valkey
from valkey.cluster import ValkeyCluster
from valkey.exceptions import NoScriptError, ValkeyError

from . import epochs
from .windows import GRACE_MS, Dimension, Entry, Gap, Window

Client = Valkey | ValkeyCluster
Key = tuple[Dimension, str]
Touches = Mapping[Key, Sequence[Entry]]

PAUSE_MS: Final = 5_000
"""After a failure Redis is left alone for this long, so that its time-outs are not paid every batch."""

_TIME_TO_LIVE_S: Final = 26 * 3600
"""A day, the grace of late records, and an hour because keys expire by another clock than event time."""

_SCRIPT: Final = Path(__file__).with_name("history.lua").read_text(encoding="utf-8")

@dataclass(frozen=True, slots=True)
class Observation:
    """What the history knows.

    Attributes:
        windows: One for each key that was touched.
        complete_since_ms: Before this event time, entries may be missing in any window.
        available: False if Redis did not answer, or refused a part.
    """

    windows: dict[Key, Window]
    complete_since_ms: int
    available: bool


class History:
    """The Redis side of the processor.

    Args:
        client: Makes a connected client; called when first needed and after a failure.
        clock: Wall clock in milliseconds.
    """

    def __init__(self, client: Callable[[], Client], *, clock: Callable[[], int]) -> None:
        self._make_client = client
        self._clock = clock
        self._client: Client | None = None
        self._digest = ""
        self._paused_until_ms = 0

    def observe(self, touches: Touches) -> Observation:
        """Add the entries and read the windows that end with them; raises nothing.

        Args:
            touches: At most a thousand entries a key, which is what Lua's `unpack` is sure to take.
        """
        if self._clock() < self._paused_until_ms:
            return _blind(touches)
        try:
            return self._observe(touches)
        except (ValkeyError, OSError):
            self._drop()
            return _blind(touches)

    def forget(self, touches: Touches) -> None:
        """Take entries out again that turned out not to be transactions; best effort."""
        try:
            pipeline = self._connected().pipeline(transaction=False)
            for key, entries in touches.items():
                pipeline.execute_command("ZREM", _name(key), *(member for _, member in entries))
            pipeline.execute(raise_on_error=False)
        except (ValkeyError, OSError):
            self._drop()

    def epochs(self) -> dict[str, str]:
        """The stored epoch of each primary; those found broken have been started anew.

        Raises:
            ValkeyError: Redis does not answer.
        """
        client = self._connected()
        identities = epochs.servers(client)
        found = {key: client.execute_command("GET", key) for key in identities}
        epochs.complete_since(client, found, identities, self._clock())
        return {key: bytes(client.execute_command("GET", key)).decode() for key in identities}

    def backdate(self, stored: Mapping[str, str], since_ms: int) -> None:
        """Declare the history complete since an earlier event time, after a warm-up.

        Args:
            stored: As `epochs` told before the warm-up; an epoch that has changed is left alone.
            since_ms: Everything after this event time has been put in.
        """
        client = self._connected()
        for key, value in stored.items():
            epochs.backdate(client, key, value, since_ms)

    def _observe(self, touches: Touches) -> Observation:
        client = self._connected()
        answers = self._run(client, touches)
        windows = {
            key: _window(key[0], own, answer)
            for (key, own), answer in zip(touches.items(), answers, strict=True)
        }
        identities = epochs.servers(client)
        found = {key: client.execute_command("GET", key) for key in identities}
        since = epochs.complete_since(client, found, identities, self._clock())
        available = all(window.gap is None for window in windows.values())
        return Observation(windows, since, available)

    def _run(self, client: Client, touches: Touches) -> list[object]:
        answers = self._send(client, touches)
        if any(isinstance(answer, NoScriptError) for answer in answers):
            self._digest = client.script_load(_SCRIPT)
            answers = self._send(client, touches)
        return answers

    def _send(self, client: Client, touches: Touches) -> list[object]:
        pipeline = client.pipeline(transaction=False)
        for key, own in touches.items():
            pipeline.execute_command("EVALSHA", self._digest, 1, _name(key), *_arguments(key[0], own))
        return list(pipeline.execute(raise_on_error=False))

    def _connected(self) -> Client:
        if self._client is None:
            self._client = self._make_client()
            self._digest = self._client.script_load(_SCRIPT)
        return self._client

    def _drop(self) -> None:
        self._paused_until_ms = self._clock() + PAUSE_MS
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _name(key: Key) -> str:
    return f"tm:{key[0].code}:{key[1]}"


def _arguments(dimension: Dimension, own: Sequence[Entry]) -> tuple[object, ...]:
    first, last = own[0][0], own[-1][0]
    retention = dimension.length_ms + GRACE_MS
    read_after = first - dimension.length_ms
    return (_TIME_TO_LIVE_S, retention, dimension.cap, read_after, last, *chain(*own))


def _window(dimension: Dimension, own: Sequence[Entry], answer: object) -> Window:
    """Turn the script's answer into a window; an error becomes one that knows only `own`."""
    if not isinstance(answer, list):
        return Window(list(own), gap=Gap.UNAVAILABLE)
    newest, dropped_until, flat = answer
    entries = [(int(score), member) for member, score in zip(flat[::2], flat[1::2], strict=True)]
    window = Window(entries, int(newest) - dimension.length_ms - GRACE_MS, int(dropped_until))
    window.include(own)
    return window


def _blind(touches: Touches) -> Observation:
    windows = {key: Window(list(own), gap=Gap.UNAVAILABLE) for key, own in touches.items()}
    return Observation(windows, 0, available=False)
