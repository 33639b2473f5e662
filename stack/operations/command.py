"""What a command is, and the arguments that several commands share."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict
from valkey.connection import parse_url

from stack.operations.errors import OperatorError
from stack.operations.system import Endpoints
from stack.processor.ruleset import RuleSet, RuleSetError, load_rules

LEDGER_VARIABLE: Final = "OPERATIONS_LEDGER"
HISTORY_VARIABLE: Final = "OPERATIONS_HISTORY"

DONE: Final = 0
FINDING: Final = 1
"""The command worked and found what should not be: a tampered row, a lost record."""
WRONG_INPUT: Final = 2
INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line; `run` returns the exit code."""

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def add_ledger(parser: ArgumentParser) -> None:
    """The option that names the ledger."""
    parser.add_argument(
        "--ledger",
        metavar="URI",
        default=os.environ.get(LEDGER_VARIABLE),
        help=f"the ledger as a libpq URI; leave the password to ~/.pgpass (or {LEDGER_VARIABLE})",
    )


def add_stores(parser: ArgumentParser) -> None:
    """The options that name both stores."""
    add_ledger(parser)
    parser.add_argument(
        "--history",
        metavar="URL",
        default=os.environ.get(HISTORY_VARIABLE),
        help=f"the history as a redis:// or rediss:// URL (or {HISTORY_VARIABLE})",
    )


def ledger_of(arguments: Namespace) -> str:
    """The ledger's URI.

    Raises:
        OperatorError: none was given, or it is none.
    """
    if not arguments.ledger:
        raise OperatorError(f"name the ledger with --ledger or {LEDGER_VARIABLE}")
    try:
        conninfo_to_dict(arguments.ledger)
    except psycopg.ProgrammingError:
        raise OperatorError("the ledger's URI is not one that libpq reads") from None
    return str(arguments.ledger)


def stores_of(arguments: Namespace) -> Endpoints | None:
    """Both stores, or None if neither was given and private ones will do.

    Raises:
        OperatorError: only one of the two was given, or an address is none.
    """
    if bool(arguments.ledger) != bool(arguments.history):
        raise OperatorError("name both stores, or neither")
    if not arguments.ledger:
        return None
    try:
        parse_url(arguments.history)
    except ValueError:
        raise OperatorError("the history's URL is not a redis:// or rediss:// URL") from None
    return Endpoints(ledger_of(arguments), arguments.history)


def rules_of(path: Path) -> RuleSet:
    """The rule set in a file.

    Raises:
        OperatorError: It cannot be read, or is none.
    """
    try:
        return load_rules(path)
    except RuleSetError as error:
        raise OperatorError(f"the rules are not valid: {error}") from None
    except OSError:
        raise OperatorError("the rules file cannot be read") from None


def instant(text: str) -> datetime:
    """A moment that a person wrote.

    Raises:
        OperatorError: It is none, or lacks its offset.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise OperatorError("a moment is written like 2026-11-20T00:00:00+09:00") from None
    if moment.tzinfo is None:
        raise OperatorError("a moment needs its offset, such as +09:00")
    return moment
