"""Whether a condition really confines a statement, or only looks as if it did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policy.iam.condition_keys import ALWAYS_PRESENT
from policy.iam.document import Condition, Statement
from policy.iam.text import Text
from policy.verdict import Phrase, Verdict, phrase

_ANY_ADDRESS: Final = frozenset({"0.0.0.0/0", "::/0"})
_WILD_OPERATORS: Final = frozenset({"StringLike", "ArnLike", "ArnEquals"})


def confines(condition: Condition, statement: Statement) -> Verdict:
    """Whether an allowing statement only applies to requests with the condition's values.

    `UNDETERMINED` where a value is not known before deployment and could be a wildcard.
    """
    if condition.is_negated or condition.operator == "Null":
        return Verdict.FAIL
    if weakness(condition, statement) is not None:
        return Verdict.FAIL
    vague = any(value.is_vague for value in condition.values)
    return Verdict.UNDETERMINED if vague else Verdict.PASS


def confined_by(statement: Statement, keys: Iterable[str]) -> Verdict:
    """Whether any of the keys (in lower case, `*` at the end for a family) confines a statement."""
    wanted = tuple(keys)
    verdicts = {
        confines(condition, statement)
        for condition in statement.conditions
        if is_named(condition.name, wanted)
    }
    if Verdict.PASS in verdicts:
        return Verdict.PASS
    unsure = Verdict.UNDETERMINED in verdicts or statement.has_unknown_conditions
    return Verdict.UNDETERMINED if unsure else Verdict.FAIL


def is_named(name: str, keys: Iterable[str]) -> bool:
    """Whether a condition key is one of the keys, of which some end with `*`."""
    return any(name == key or (key[-1:] == "*" and name.startswith(key[:-1])) for key in keys)


def weakness(condition: Condition, statement: Statement) -> Phrase | None:
    """Why a condition of an allowing statement does not confine it; `None` if it does."""
    if condition.operator == "Null":
        return None
    if not condition.is_negated and _is_satisfied_by_all(condition):
        return phrase("{0} with a value that fits everything", condition.label)
    if _is_demanded(condition, statement):
        return None
    return _loophole(condition)


def _loophole(condition: Condition) -> Phrase | None:
    """How a condition holds for a request that lacks its key; `None` if it does not."""
    label = condition.label
    if condition.is_negated:
        return phrase("{0}, which holds for all but a few and where the key is missing", label)
    if condition.quantifier == "ForAllValues":
        return phrase("{0}, which also holds where the key is missing or empty", label)
    return (
        phrase("{0}, which also holds where the key is missing", label)
        if condition.if_exists
        else None
    )


def _is_demanded(condition: Condition, statement: Statement) -> bool:
    """Whether the request is sure to carry the key."""
    return condition.name in ALWAYS_PRESENT or any(
        other.name == condition.name and _demands_key(other) for other in statement.conditions
    )


def _demands_key(condition: Condition) -> bool:
    if condition.operator == "Null":
        return [value.known for value in condition.values] == ["false"]
    plain = not condition.if_exists and condition.quantifier != "ForAllValues"
    return plain and not condition.is_negated


def _is_satisfied_by_all(condition: Condition) -> bool:
    values = [value for value in condition.values if value.known is not None]
    if condition.operator == "Bool":
        return {"true", "false"} <= {str(value.known).lower() for value in values}
    if condition.operator == "IpAddress":
        return any(value.known in _ANY_ADDRESS for value in values)
    return condition.operator in _WILD_OPERATORS and any(map(_is_wildcard, values))


def _is_wildcard(value: Text) -> bool:
    bare = str(value.known)
    # An ARN of wildcards alone may still name a partition, which names nobody.
    if bare.startswith("arn:"):
        bare = bare.removeprefix("arn:").removeprefix("aws:")
    return bool(bare) and not bare.strip("*:/?")
