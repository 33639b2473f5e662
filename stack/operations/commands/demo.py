"""A synthetic day with planted fraud, on real stores, in about a minute."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from rich.console import Console

from stack.operations.command import DONE, FINDING, Command
from stack.operations.demo.demonstration import demonstrate
from stack.operations.demo.live import LiveScreen
from stack.operations.demo.plain import PlainScreen
from stack.operations.demo.summary import Verdict, print_verdict
from stack.operations.errors import OperatorError
from stack.operations.traffic.curve import JAPAN
from stack.operations.traffic.day import DayPlan


def add_arguments(parser: ArgumentParser) -> None:
    """Size, seed and date of the day."""
    parser.add_argument("--transactions", type=int, default=20_000, help="ordinary payments")
    parser.add_argument("--incidents", type=int, default=5, help="planted incidents a pattern")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same day")
    parser.add_argument("--date", default="2026-11-20", help="the day in Japan, as YYYY-MM-DD")


def run(arguments: Namespace) -> int:
    """Show the day; a finding is a lost record, an unbalanced hour or a tampered ledger."""
    console = Console()
    plan = _plan(arguments)
    console.print("Starting PostgreSQL and Redis, generating the day ...")
    verdict = _demonstrate(plan, console)
    print_verdict(console, verdict)
    return DONE if verdict.clean else FINDING


def _demonstrate(plan: DayPlan, console: Console) -> Verdict:
    if not console.is_terminal:
        return demonstrate(plan, PlainScreen(console.file).show)
    with LiveScreen(console) as screen:
        return demonstrate(plan, screen.show)


def _plan(arguments: Namespace) -> DayPlan:
    if arguments.transactions < 1 or arguments.incidents < 0:
        raise OperatorError("a day has at least one transaction and no negative incidents")
    try:
        date = datetime.strptime(arguments.date, "%Y-%m-%d").replace(tzinfo=JAPAN)
    except ValueError:
        raise OperatorError("--date takes YYYY-MM-DD") from None
    return DayPlan(
        date=date,
        seed=arguments.seed,
        transactions=arguments.transactions,
        incidents_per_pattern=arguments.incidents,
    )


COMMAND = Command("demo", "stream a synthetic day with planted fraud", add_arguments, run)
