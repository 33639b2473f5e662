"""The last 24 hours in Redis: one sorted set an entity, never a counter.

Redis may be slow, down, full, flushed or failed over; none of that loses a record. Whatever is not
known for certain comes back as a window with a gap.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from valkey import Valkey
from valkey.cluster import ValkeyCluster
from valkey.exceptions import NoScriptError, ValkeyError

from . import epochs
from .windows import DIMENSIONS, GRACE_MS, Dimension, Entry, Gap, Window, window_of

Client = Valkey | ValkeyCluster
Key = tuple[Dimension, str]
Touches = Mapping[Key, Sequence[Entry]]

PAUSE_MS: Final = 5_000
"""After a failure Redis is left alone for so long: its time-outs are not paid every batch."""

LIFETIME_MS: Final = 11 * 3_600_000
"""ElastiCache cuts a connection 12 hours after its IAM login; better to leave than to be left."""

_KEYS_A_CALL: Final = 50
"""Keys a call takes where no cluster keeps them apart; it blocks Redis for half a millisecond."""

_SLACK: Final = 1000
"""Entries kept beyond a window's cap, so that those of a whole batch still find full windows."""

_ROOM: Final = 20
"""Entries of other batches that may lie between those of one."""

_TIME_TO_LIVE_S: Final = 26 * 3600
"""A day, the grace of late records, and an hour: keys expire by another clock than event time."""


def _script() -> str:
    """The script with its constants, which are not sent with every call."""
    dimensions = ", ".join(f"{one.code} = {{{one.length_ms}, {one.cap}}}" for one in DIMENSIONS)
    return (
        f"local time_to_live, grace = {_TIME_TO_LIVE_S}, {GRACE_MS}\n"
        f"local slack, room = {_SLACK}, {_ROOM}\n"
        f"local dimensions = {{{dimensions}}}\n"
    ) + Path(__file__).with_name("history.lua").read_text(encoding="utf-8")


_SCRIPT: Final = _script()


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
        self._client_until_ms = 0
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
        epochs.complete_since(client, _get(client, identities), identities, self._clock())
        return {key: value.decode() for key, value in _get(client, identities).items() if value}

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
        calls = _calls(touches, 1 if isinstance(client, ValkeyCluster) else _KEYS_A_CALL)
        windows: dict[Key, Window] = {}
        for call, answer in zip(calls, self._run(client, calls), strict=True):
            windows |= _windows(call, answer)
        identities = epochs.servers(client)
        found = _get(client, identities)
        since = epochs.complete_since(client, found, identities, self._clock())
        available = all(window.gap is None for window in windows.values())
        return Observation(windows, since, available)

    def _run(self, client: Client, calls: Sequence[Touches]) -> list[object]:
        answers = self._send(client, calls)
        if any(isinstance(answer, NoScriptError) for answer in answers):
            self._load(client)
            answers = self._send(client, calls)
        return answers

    def _send(self, client: Client, calls: Sequence[Touches]) -> list[object]:
        pipeline = client.pipeline(transaction=False)
        for call in calls:
            pipeline.execute_command("EVALSHA", self._digest, len(call), *_arguments(call))
        return list(pipeline.execute(raise_on_error=False))

    def _connected(self) -> Client:
        if self._client is not None and self._clock() >= self._client_until_ms:
            self._close()
        if self._client is None:
            self._client = self._make_client()
            self._client_until_ms = self._clock() + LIFETIME_MS
            self._load(self._client)
        return self._client

    def _load(self, client: Client) -> None:
        self._digest = str(client.script_load(_SCRIPT))

    def _drop(self) -> None:
        self._paused_until_ms = self._clock() + PAUSE_MS
        self._close()

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _untyped(client).close()


def _get(client: Client, keys: Iterable[str]) -> dict[str, bytes | None]:
    return {key: _untyped(client).execute_command("GET", key) for key in keys}


def _untyped(client: Client) -> Any:  # noqa: ANN401  # some of valkey's methods lack types
    return client


def _calls(touches: Touches, keys: int) -> list[Touches]:
    items = list(touches.items())
    return [dict(items[start : start + keys]) for start in range(0, len(items), keys)]


def _arguments(call: Touches) -> list[object]:
    arguments: list[object] = [_name(key) for key in call]
    for own in call.values():
        arguments.append(len(own))
        arguments += chain.from_iterable(own)
    return arguments


def _name(key: Key) -> str:
    return f"tm:{key[0].code}:{key[1]}"


def _windows(call: Touches, answer: object) -> dict[Key, Window]:
    """Turn one call's answer into windows; an error becomes windows that know only their own."""
    if not isinstance(answer, list):
        return {key: window_of(own, gap=Gap.UNAVAILABLE) for key, own in call.items()}
    return {
        key: _window(key[0], own, text)
        for (key, own), text in zip(call.items(), answer, strict=True)
    }


def _window(dimension: Dimension, own: Sequence[Entry], text: bytes) -> Window:
    if not text:
        window = window_of(own)
        window.known_from_ms = own[-1][0] - dimension.length_ms - GRACE_MS
        return window
    found = text.split(b" ")
    newest, dropped = own[-1][0], 0
    if len(found) % 2:
        newest, dropped = map(int, found.pop(0).split(b","))
    times = list(map(int, found[::-2]))
    known_from_ms = max(newest - dimension.length_ms - GRACE_MS, dropped)
    if len(times) == dimension.cap + len(own) + _ROOM:
        # As many as the script reads: there may be more.
        known_from_ms = max(known_from_ms, times[0])
    window = Window(times, found[-2::-2], known_from_ms)
    window.include(own)
    return window


def _blind(touches: Touches) -> Observation:
    windows = {key: window_of(own, gap=Gap.UNAVAILABLE) for key, own in touches.items()}
    return Observation(windows, 0, available=False)
