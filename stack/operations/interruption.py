"""What Ctrl-C and a polite kill do to a command: it ends, and leaves nothing behind."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


def end_politely() -> None:
    """Let a polite kill end the command as Ctrl-C does, so that private servers are stopped."""
    signal.signal(signal.SIGTERM, _interrupt)


@contextmanager
def interruption_held() -> Iterator[None]:
    """Let what begins in here be finished; an interruption meanwhile takes effect at the end.

    Signals reach Python's main thread only, so in any other there is nothing to hold.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: heard.append(number))
        for number in _SIGNALS
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


def is_interrupted(error: BaseException | None) -> bool:
    """Whether an error arose while an interruption was dealt with.

    A driver that is interrupted in the middle of a statement may find its connection broken, and
    say that instead.
    """
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
