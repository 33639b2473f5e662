"""The operator's command line: parse, run, and turn errors into one sentence."""

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from types import FrameType
from typing import Final, NoReturn

import psycopg
from valkey.exceptions import ValkeyError

from stack.operations.command import INTERRUPTED, WRONG_INPUT, Command
from stack.operations.commands import alert, backtest, demo, load, redrive, replay, verify
from stack.operations.errors import OperatorError

COMMANDS: Final[Sequence[Command]] = (
    replay.COMMAND,
    load.COMMAND,
    alert.COMMAND,
    redrive.COMMAND,
    verify.COMMAND,
    backtest.COMMAND,
    demo.COMMAND,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code.

    0 is done, 1 a finding, 2 wrong input or an unreachable store, 130 interrupted.
    """
    parsed = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        command: Command = parsed.command
        return command.run(parsed)
    except OperatorError as error:
        return _refuse(str(error))
    except psycopg.OperationalError:
        return _refuse("the ledger cannot be reached or refuses the login")
    except ValkeyError:
        return _refuse("the history cannot be reached or refuses the login")
    except KeyboardInterrupt:
        return INTERRUPTED


class _Parser(ArgumentParser):
    """Says what is wrong in one line; the usage is a `--help` away."""

    def error(self, message: str) -> NoReturn:
        self.exit(_refuse(message))


def _parser() -> ArgumentParser:
    parser = _Parser(prog="python -m stack.operations", description=__doc__)
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        word = words.add_parser(command.name, help=command.summary, description=command.summary)
        command.add_arguments(word)
        word.set_defaults(command=command)
    return parser


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"error: {sentence}\n")
    return WRONG_INPUT


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """A polite kill ends a command as Ctrl-C does, so that private servers are stopped."""
    raise KeyboardInterrupt
