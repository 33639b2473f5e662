"""One alert with everything that an analyst or an auditor asks about it."""

from argparse import ArgumentParser, Namespace

import psycopg

from stack.operations.command import DONE, Command, add_ledger, ledger_of
from stack.operations.errors import OperatorError
from stack.operations.output import say
from stack.processor.explanation import Explanation, Reason, explain_alert


def add_arguments(parser: ArgumentParser) -> None:
    """The alert's id and the ledger."""
    parser.add_argument("alert_id", metavar="ID")
    add_ledger(parser)


def run(arguments: Namespace) -> int:
    """Print the alert with its reasons, the values seen and the rule versions."""
    with psycopg.connect(ledger_of(arguments), autocommit=True) as connection:
        try:
            explanation = explain_alert(connection, arguments.alert_id)
        except LookupError:
            raise OperatorError("the ledger has no alert with this id") from None
    for line in _lines(explanation):
        say(line)
    return DONE


def _lines(explanation: Explanation) -> list[str]:
    head = [
        f"alert        {explanation.alert_id}",
        f"kind         {explanation.kind}, {explanation.severity}",
        f"published    {'yes' if explanation.published else 'not yet'}",
    ]
    if explanation.transaction_id is not None:
        head += [
            f"transaction  {explanation.transaction_id}",
            f"decision     score {explanation.score}, {explanation.band}, {explanation.status}",
            f"rule set     {explanation.rule_set_version}",
        ]
    reasons = [line for reason in explanation.reasons for line in _reason_lines(reason)]
    unseen = [
        f"not evaluable  {rule}: {why}" for rule, why in sorted(explanation.not_evaluable.items())
    ]
    return head + reasons + unseen


def _reason_lines(reason: Reason) -> list[str]:
    return [
        f"{reason.rule_id} v{reason.rule_version}  {reason.title} (+{reason.points})",
        f"    saw        {_pairs(reason.values)}",
        f"    limits     {_pairs(reason.parameters)}",
    ]


def _pairs(values: dict[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(values.items()))


COMMAND = Command("alert", "show an alert with its reasons", add_arguments, run)
