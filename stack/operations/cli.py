"""The operator's command line: parse, run, and turn errors into one sentence."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Final, NoReturn

import psycopg
from valkey.exceptions import ValkeyError

from stack.operations.command import INTERRUPTED, WRONG_INPUT, Command
from stack.operations.commands import alert, backtest, demo, learn, load, redrive, replay, verify
from stack.operations.errors import OperatorError
from stack.operations.interruption import end_politely, is_interrupted

COMMANDS: Final[Sequence[Command]] = (
    replay.COMMAND,
    load.COMMAND,
    alert.COMMAND,
    redrive.COMMAND,
    verify.COMMAND,
    backtest.COMMAND,
    learn.COMMAND,
    demo.COMMAND,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code.

    0 is done, 1 a finding, 2 wrong input or an unreachable store, 130 interrupted.
    """
    parsed = _parser().parse_args(arguments)
    end_politely()
    try:
        command: Command = parsed.command
        return command.run(parsed)
    except OperatorError as error:
        return _refuse(str(error))
    except psycopg.OperationalError as error:
        return _lost("ledger", error)
    except ValkeyError as error:
        return _lost("history", error)
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


def _lost(store: str, error: Exception) -> int:
    if is_interrupted(error):
        return INTERRUPTED
    return _refuse(f"the {store} cannot be reached or refuses the login")


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"error: {sentence}\n")
    return WRONG_INPUT
