"""One alert with everything that an analyst or an auditor asks about it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping

import psycopg

from stack.operations.command import DONE, Command, add_ledger, ledger_of
from stack.operations.errors import OperatorError
from stack.operations.output import say
from stack.processor.decision import Decision
from stack.processor.explanation import Explanation, explain_alert


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


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"alert          {explanation.alert_id}"
    yield f"kind           {explanation.kind}, {explanation.severity}"
    yield f"published      {'yes' if explanation.published else 'not yet'}"
    if explanation.transaction_id is not None:
        yield f"transaction    {explanation.transaction_id}"
    if explanation.decision is None:
        yield f"body           {explanation.body}"
        return
    yield from _decision_lines(explanation.decision)
    for reason in explanation.reasons:
        yield f"{reason.rule_id} v{reason.rule_version}  {reason.title} ({reason.points:+})"
        yield f"    saw        {_pairs(reason.values)}"
        yield f"    limits     {_pairs(reason.parameters)}"


def _decision_lines(decision: Decision) -> Iterator[str]:
    yield f"decision       score {decision.score}, {decision.band}, {decision.status}"
    yield f"rule set       {decision.rule_set}"
    for rule, why in sorted(decision.not_evaluable.items()):
        yield f"not evaluable  {rule}: {why}"


def _pairs(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(values.items()))


COMMAND = Command("alert", "show an alert with its reasons", add_arguments, run)
