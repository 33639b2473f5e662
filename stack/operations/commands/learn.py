"""Fit M1's weights to the shop's own payments and chargebacks."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg

from stack.operations.command import DONE, Command, add_ledger, instant, ledger_of, rules_of
from stack.operations.errors import OperatorError
from stack.operations.learning import FEWEST, Case, learn, read_cases, with_learned
from stack.operations.output import say
from stack.processor.feedback import DELAY_DAYS
from stack.processor.rules.learned import RULE, Learned
from stack.processor.ruleset import DEFAULT_RULES, Bands, parse_rules

_TRIAL: Final = 0.8
"""The part of the period that is learnt from when the rest is to tell how good that was."""


def add_arguments(parser: ArgumentParser) -> None:
    """The period, the rules to start from, and where the new ones go."""
    add_ledger(parser)
    parser.add_argument("--start", required=True, help="first moment, RFC 3339 with an offset")
    parser.add_argument("--end", required=True, help="first moment after the period")
    parser.add_argument("--rules", type=Path, default=DEFAULT_RULES, help="the rules to change")
    parser.add_argument("--output", required=True, type=Path, help="where the new rules go")


def run(arguments: Namespace) -> int:
    """Learn from the period, tell how well the end of it is found, write the new rules."""
    rules = rules_of(arguments.rules)
    start, end = instant(arguments.start), instant(arguments.end)
    if end > datetime.now(UTC) - timedelta(days=DELAY_DAYS):
        raise OperatorError(
            f"the period has to end {DELAY_DAYS} days ago or earlier: chargebacks come late, and "
            "without them fraud would be learnt as honest"
        )
    with psycopg.connect(ledger_of(arguments), autocommit=True) as connection:
        cases = read_cases(connection, start, end)
    split = round(len(cases) * _TRIAL)
    _check(cases[:split])
    say(_trial(learn(cases[:split]), cases[split:], rules.bands))
    new = with_learned(arguments.rules.read_text(encoding="utf-8"), learn(cases))
    version = parse_rules(new).version
    try:
        arguments.output.write_text(new, encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"the new rules cannot be written: {error.strerror}") from None
    say(f"learnt from {len(cases):,} payments: rule set {version} in {arguments.output}")
    return DONE


def _check(cases: Sequence[Case]) -> None:
    frauds = sum(case.fraud for case in cases)
    others = len(cases) - frauds
    if min(frauds, others) < FEWEST:
        raise OperatorError(
            f"{frauds:,} confirmed frauds and {others:,} other payments are too few to learn from, "
            f"it takes {FEWEST} of each in the first four fifths: choose a longer period"
        )


def _trial(learned: Learned, cases: Sequence[Case], bands: Bands) -> str:
    """What weights from the first four fifths find in the last."""
    points = [RULE.points(case.values, learned) for case in cases]
    alerts = [case.fraud for case, own in zip(cases, points, strict=True) if own >= bands.review]
    frauds = sum(case.fraud for case in cases)
    return (
        f"tried on the last {len(cases):,} payments: M1 alone would have raised {len(alerts):,} "
        f"alerts, {sum(alerts):,} of them among the {frauds:,} frauds"
    )


COMMAND = Command("learn", "fit M1 to confirmed fraud", add_arguments, run)
