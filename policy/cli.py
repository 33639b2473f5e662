"""The command line: parse, hand over, and turn every error a user can mend into one sentence."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from policy.errors import PolicyError
from policy.families import Family
from policy.gate import ExitCode
from policy.redaction import scrub

if TYPE_CHECKING:
    # argparse has no public name for what `add_subparsers` returns.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

_INTERRUPTED: Final = 130
_BROKEN_PIPE: Final = 141
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is that of the process."""
    options = _parser().parse_args(arguments)
    try:
        return _command(options.command)(options)
    except PolicyError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  # a person at a terminal gets a sentence
        return _refuse(_defect(error))


def _command(name: str) -> Command:
    # Each command brings its own imports, so that `controls` does not pay for the report's.
    return cast("Command", import_module(f"policy.commands.{name}").run)


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"policy: {scrub(sentence)}\n")
    return ExitCode.UNUSABLE


def _defect(error: Exception) -> str:
    # The exception's own text may quote a property value, so only its type and place are told.
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"defect in the pack: {type(error).__name__} at {where}; please report it"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m policy",
        description="Judges a Pulumi AWS program without Pulumi CLI, AWS account or network.",
        epilog="Exit codes of check: 0 satisfied, 1 violation, 2 unusable input, 3 undetermined.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_check(commands)
    _add_report(commands)
    _add_checkov(commands)
    _add_verify(commands)
    _add_controls(commands)
    _add_explain(commands)
    _add_exempt(commands)
    return parser


def _add_check(commands: Commands) -> None:
    check = commands.add_parser("check", help="judge a program, a state or a preview")
    _add_sources(check)
    _add_formats(check)
    _add_second_opinion(check)


def _add_report(commands: Commands) -> None:
    report = commands.add_parser("report", help="write the auditor's report")
    _add_sources(report)
    report.add_argument("--evidence", type=Path, metavar="FILE", help="judge nothing, read this")
    report.add_argument("--output", type=Path, metavar="DIR", required=True)
    report.add_argument("--format", default="", metavar="LIST", help="default: every format")
    report.add_argument("--lang", default="ja,en", metavar="LIST", help="default: ja,en")
    report.add_argument("--compare", type=Path, metavar="FILE", help="earlier evidence")
    _add_second_opinion(report)


def _add_checkov(commands: Commands) -> None:
    checkov = commands.add_parser("checkov", help="ask the real Checkov for a second opinion")
    _add_sources(checkov)
    _add_formats(checkov)
    _add_asking(checkov)


def _add_verify(commands: Commands) -> None:
    verify = commands.add_parser("verify", help="find any changed byte of a report")
    verify.add_argument("directory", type=Path, metavar="DIR")
    verify.add_argument("--again", action="store_true", help="render it anew and compare, too")


def _add_controls(commands: Commands) -> None:
    controls = commands.add_parser("controls", help="list the controls")
    controls.add_argument("--family", choices=[family.value for family in Family])
    controls.add_argument("--format", choices=("text", "json"), default="text")
    controls.add_argument("--lang", choices=("en", "ja"), default="en")


def _add_explain(commands: Commands) -> None:
    explain = commands.add_parser("explain", help="say what a control demands, why, and the fix")
    explain.add_argument("control", metavar="CONTROL")
    explain.add_argument("--lang", choices=("en", "ja"), default="en")


def _add_exempt(commands: Commands) -> None:
    exempt = commands.add_parser(
        "exempt", help="write expiring exemptions for everything that fails today"
    )
    _add_sources(exempt)
    exempt.add_argument("--output", type=Path, metavar="FILE", required=True)
    exempt.add_argument("--owner", required=True)
    exempt.add_argument("--approver", required=True)
    exempt.add_argument("--reason", required=True)
    exempt.add_argument("--ticket", required=True)
    exempt.add_argument("--days", type=int, default=90, help="until they expire; default: 90")


def _add_formats(parser: argparse.ArgumentParser) -> None:
    formats = ("text", "json", "sarif", "junit", "github")
    parser.add_argument("--format", choices=formats, default="text", help="default: text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="default: en")


def _add_second_opinion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--second-opinion", action="store_true", help="show Checkov's verdicts beside the pack's"
    )
    _add_asking(parser)


def _add_asking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--checkov", type=Path, metavar="PYTHON", help="interpreter of Checkov's environment"
    )
    parser.add_argument(
        "--external-checks-dir", type=Path, action="append", default=[], metavar="DIR",
        help="Checkov checks of your own",
    )  # fmt: skip


def _add_sources(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--program", type=Path, metavar="DIR", help="default: this directory")
    source.add_argument("--state", type=Path, metavar="FILE", help="`pulumi stack export`")
    source.add_argument("--preview", type=Path, metavar="FILE", help="`pulumi preview --json`")
    parser.add_argument("--stack", metavar="NAME", help="default: dev")
    parser.add_argument("--config", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--fixtures", type=Path, metavar="FILE", help="answers to look-ups")
    parser.add_argument("--mode", choices=("symbolic", "preview"), default="symbolic")
    parser.add_argument("--policy-pack-config", type=Path, metavar="FILE")
    parser.add_argument("--exemptions", type=Path, metavar="FILE")
