"""What a document of an identity grants beyond need, in one line a finding.

The single questions are asked by controls of their own; here they are put together for documents
that the program attaches but does not write.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy.iam.document import Document, Effect, Statement
from policy.iam.grants import actions_in, grants, is_everything, is_whole_service
from policy.iam.restriction import confined_by
from policy.iam.scoping import reach, scopes
from policy.verdict import Phrase, Verdict, phrase


def excesses(document: Document) -> Iterator[Phrase]:
    """Each way in which a fully known document grants too much."""
    for statement in document.statements:
        if statement.effect is Effect.ALLOW:
            yield from _of_statement(statement)


def _of_statement(statement: Statement) -> Iterator[Phrase]:
    wide = [text for text in statement.actions if is_everything(text) or is_whole_service(text)]
    for text in wide:
        yield phrase("all actions of a service: {0}", text)
    if statement.not_actions:
        yield phrase("all actions but a few")
    names = [] if wide else _without_resource(statement)
    if names:
        yield phrase("{0} on everything, though it can be scoped", names[0])
    passes = grants(statement, "iam:PassRole")
    if passes and confined_by(statement, ("iam:passedtoservice",)) is not Verdict.PASS:
        yield phrase("iam:PassRole without iam:PassedToService")


def _without_resource(statement: Statement) -> list[str]:
    return [
        action.name
        for _, actions in actions_in(statement)
        for action in actions
        if reach(statement, action) is Verdict.FAIL and scopes(statement, action) is Verdict.FAIL
    ]
