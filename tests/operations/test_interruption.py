"""An interruption neither leaves half of something behind nor looks like a fault."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from stack.operations.cli import main
from stack.operations.interruption import interruption_held


@pytest.fixture
def hears_interruptions() -> Iterator[None]:
    """A command in a shell's background inherits that interrupts are ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hears_interruptions")
def test_what_was_begun_is_finished_before_an_interruption_takes_effect() -> None:
    finished = []

    def begin() -> None:
        with interruption_held():
            signal.raise_signal(signal.SIGINT)
            finished.append(True)

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert finished
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_thread_that_hears_no_signals_holds_none() -> None:
    def hold() -> bool:
        with interruption_held():
            return True

    with ThreadPoolExecutor() as threads:
        assert threads.submit(hold).result()


def test_a_connection_that_an_interruption_broke_is_no_lost_ledger(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_connection: object, *_arguments: object, **_options: object) -> None:
        broken_connection = psycopg.OperationalError("another command is already in progress")
        broken_connection.__context__ = KeyboardInterrupt()
        raise broken_connection

    monkeypatch.setattr(psycopg, "connect", broken)
    assert main(("verify", "--ledger", "postgresql://localhost/ledger")) == 130
    assert capsys.readouterr().err == ""
