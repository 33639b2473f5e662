"""From findings about statements to observations: what every document control has in common.

A document that is not known before deployment, or cannot be read, is `undetermined` for every
question but that of its grammar; a statement whose effect is not known never fails. Deny
statements grant nothing, so only those who ask for them see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from policy.control import Context
from policy.graph import Reading, Resource
from policy.iam.document import Effect, Kind, Statement
from policy.iam.locations import Located, documents_of
from policy.redaction import describe, is_secret
from policy.verdict import Observation, Phrase, Verdict, phrase


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in one statement."""

    verdict: Verdict
    found: Phrase


Judge = Callable[[Statement, Context], Iterable[Finding]]

ALLOWING: Final = frozenset({Effect.ALLOW, Effect.UNKNOWN})
ANY_EFFECT: Final = frozenset(Effect)


@dataclass(frozen=True, slots=True)
class Question:
    """What a control asks of every statement of some kinds of documents.

    Attributes:
        kinds: The kinds of documents.
        expected: What it demands, in its own words.
        judge: Says what it finds in a statement; nothing if the statement does not concern it.
        effects: The effects of the statements it looks at.
    """

    kinds: tuple[Kind, ...]
    expected: Phrase
    judge: Judge
    effects: frozenset[Effect] = ALLOWING


def passed(template: str, *values: object) -> Finding:
    """A finding that satisfies the control."""
    return Finding(Verdict.PASS, phrase(template, *values))


def failed(template: str, *values: object) -> Finding:
    """A finding that violates the control."""
    return Finding(Verdict.FAIL, phrase(template, *values))


def undecided(template: str, *values: object) -> Finding:
    """A finding that leaves the control open."""
    return Finding(Verdict.UNDETERMINED, phrase(template, *values))


def ask(question: Question, resource: Resource, context: Context) -> Iterator[Observation]:
    """The answers of all documents of a resource."""
    for located in documents_of(resource, context, *question.kinds):
        yield from ask_document(question, located, context)


def ask_document(question: Question, located: Located, context: Context) -> Iterator[Observation]:
    """The answers of one document."""
    hidden = unreadable(located, context)
    if hidden is not None:
        yield Observation(Verdict.UNDETERMINED, located.path, question.expected, hidden)
    for statement in located.document.statements:
        if statement.effect in question.effects:
            for finding in question.judge(statement, context):
                verdict = _softened(finding.verdict, statement)
                found = shown(finding.found, located)
                yield Observation(verdict, statement.path, question.expected, found)


def shown(found: Phrase, located: Located) -> Phrase:
    """What was found, unless the program marks the document secret."""
    secret = is_secret(located.resource, located.path)
    return phrase("something in a document that is marked secret") if secret else found


def unreadable(located: Located, context: Context) -> Phrase | None:
    """Why a document, or a part that could hold statements, cannot be read; `None` if it can."""
    document = located.document
    if document.unknown is not None:
        seen = describe(located.resource, Reading(located.path, document.unknown), context.graph)
        return phrase(
            "{0}; name resources so that their ARNs are known, and build the document from those",
            seen,
        )
    return phrase("a document that breaks the grammar") if document.is_partial else None


def _softened(verdict: Verdict, statement: Statement) -> Verdict:
    unsure = statement.effect is Effect.UNKNOWN and verdict is Verdict.FAIL
    return Verdict.UNDETERMINED if unsure else verdict


def listed(items: Iterable[object], limit: int = 6) -> str:
    """Items as one line, cut after some."""
    texts = [str(item) for item in items]
    rest = len(texts) - limit
    return ", ".join(texts[:limit]) + (f", … (+{rest})" if rest > 0 else "")
