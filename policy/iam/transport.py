"""Whether a resource's policy refuses what does not come over TLS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from policy.iam.document import Document, Effect, Principal, Statement
from policy.iam.text import Text
from policy.verdict import Verdict, worst

_KEY: Final = "aws:securetransport"
_OPERATORS: Final = frozenset({"Bool", "StringEquals", "StringEqualsIgnoreCase"})

_Item = TypeVar("_Item")


def denies_insecure_transport(
    document: Document, *, endings: Iterable[str] = ("",), action: str = "*"
) -> Verdict:
    """Whether everybody is denied every action without TLS.

    `endings` are the ends of the resources that must be covered: `""` for the resource itself,
    `/*` for the objects of a bucket. `action` is one whose denial suffices. `UNDETERMINED` where a
    part that is not known before deployment could hold the answer. A statement that denies under
    further conditions does not count, since it leaves gaps; nor does an Allow that asks for TLS,
    since another policy may allow without.
    """
    verdict = worst(
        _best(_covers(statement, ending, action) for statement in document.statements)
        for ending in endings
    )
    hidden = bool(document.unknown or document.problems)
    return Verdict.UNDETERMINED if hidden and verdict is Verdict.FAIL else verdict


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    found = set(verdicts)
    wanted = (Verdict.PASS, Verdict.UNDETERMINED)
    return next((verdict for verdict in wanted if verdict in found), Verdict.FAIL)


def _covers(statement: Statement, ending: str, action: str) -> Verdict:
    """Whether one statement covers resources with this ending; the worst of its parts counts."""
    effects = {Effect.DENY: Verdict.PASS, Effect.UNKNOWN: Verdict.UNDETERMINED}
    return worst(
        (
            effects.get(statement.effect, Verdict.FAIL),
            _any(statement.principals, _is_everyone),
            _any(statement.actions, lambda text: _is_every_action(text, action)),
            _covers_resource(statement, ending),
            _asks_for_tls(statement),
        )
    )


def _any(items: Iterable[_Item], judge: Callable[[_Item], Verdict]) -> Verdict:
    return _best(judge(item) for item in items)


def _is_everyone(principal: Principal) -> Verdict:
    if principal.is_everyone:
        return Verdict.PASS
    return Verdict.UNDETERMINED if principal.name.is_vague else Verdict.FAIL


def _is_every_action(text: Text, sufficient: str) -> Verdict:
    if text.is_vague:
        return Verdict.UNDETERMINED
    known = (text.known or "").lower()
    covers = known == "*" or known.endswith(":*") or known == sufficient.lower()
    return Verdict.PASS if covers else Verdict.FAIL


def _covers_resource(statement: Statement, ending: str) -> Verdict:
    if not statement.resources and not statement.not_resources:
        # Policies of some services, such as ECR, name no resource: it is the one they are on.
        return Verdict.PASS
    return _any(statement.resources, lambda text: _is_resource(text, ending))


def _is_resource(text: Text, ending: str) -> Verdict:
    if text.known == "*":
        return Verdict.PASS
    if text.is_vague:
        return Verdict.UNDETERMINED
    fits = text.shape.endswith(ending) if ending else not text.shape.endswith("/*")
    return Verdict.PASS if fits else Verdict.FAIL


def _asks_for_tls(statement: Statement) -> Verdict:
    if statement.has_unknown_conditions:
        return Verdict.UNDETERMINED
    if len(statement.conditions) != 1:
        return Verdict.FAIL
    (condition,) = statement.conditions
    if condition.name != _KEY or condition.operator not in _OPERATORS or condition.quantifier:
        return Verdict.FAIL
    if any(value.gaps for value in condition.values):
        return Verdict.UNDETERMINED
    told = {(value.known or "").lower() for value in condition.values}
    return Verdict.PASS if "false" in told else Verdict.FAIL
