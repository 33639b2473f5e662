"""Conditions ask for keys that the requests carry, in the type that they have.

Why: a request without the key never meets a condition on it, so a misspelt or foreign key makes an
Allow useless and a Deny harmless; a number compared as a text does the same.
Fix: use a key that the Service Authorization Reference lists for each action of the statement, with
an operator of its type. `StringEquals` takes `*` as a letter; wildcards need `StringLike`.

```python
statement = {
    "Effect": "Allow",
    "Action": ["s3:ListBucket"],
    "Resource": [bucket_arn],
    "Condition": {"StringLike": {"s3:prefix": "reports/*"}},
}
```

Severity: medium; an Allow shows itself when it is used, a Deny protects nothing unnoticed.
Not covered: keys newer than the action table, and the values themselves.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.condition_keys import is_claim, is_for_every_action, type_of
from policy.iam.conditions import VALUE_TYPES
from policy.iam.document import Condition, Effect, Kind, Statement
from policy.iam.grants import actions_in, hidden_actions, is_everything, is_pattern
from policy.iam.judging import ANY_EFFECT, Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.writing import allow, document
from policy.verdict import Observation, Phrase, phrase

_LITERAL_OPERATORS: Final = frozenset({"StringEquals", "StringNotEquals"})
_COMPARABLE: Final = {
    # What an operator's type can compare, besides its own type and lists of it.
    "Numeric": ("Date",),
    "Date": ("Numeric",),
    "Bool": (),
    "IPAddress": (),
}


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    problems = [found for item in statement.conditions for found in _problems(item, statement)]
    for problem in problems:
        yield failed("{0}", problem)
    if statement.has_unknown_conditions or any(map(_is_open, statement.conditions)):
        yield undecided("conditions that are not known before deployment")
    elif hidden_actions(statement) and not all(map(_is_for_all, statement.conditions)):
        yield undecided("conditions on actions that are not known before deployment")
    elif statement.conditions and not problems:
        yield passed("{0}", listed(item.label for item in statement.conditions))


def _is_open(condition: Condition) -> bool:
    """Whether a value could hold a wildcard where it would be taken for a letter."""
    compared = condition.operator in _LITERAL_OPERATORS
    return compared and any(value.is_vague for value in condition.values)


def _is_for_all(condition: Condition) -> bool:
    return is_for_every_action(condition.name) or is_claim(condition.name)


def _problems(condition: Condition, statement: Statement) -> Iterator[Phrase]:
    kind = type_of(condition.name)
    if kind is None:
        yield phrase("{0}: no such condition key", condition.label)
        return
    strangers = _strangers(condition, statement)
    if strangers:
        yield phrase("{0}, which requests for {1} do not carry", condition.label, listed(strangers))
    if not _compares(VALUE_TYPES[condition.operator], kind):
        yield phrase("{0}, though the key's type is {1}", condition.label, kind)
    if _takes_wildcard_for_letter(condition):
        yield phrase("{0} with a wildcard, which it takes for a letter", condition.label)


def _strangers(condition: Condition, statement: Statement) -> list[str]:
    """The actions of a statement that a condition key cannot come with."""
    if _is_for_all(condition):
        return []
    if statement.not_actions or any(is_everything(text) for text in statement.actions):
        return []
    known = [(text, actions) for text, actions in actions_in(statement) if actions]
    strange = [
        str(text)
        for text, actions in known
        if not any(action.takes_key(condition.name) for action in actions)
    ]
    # A Deny for many actions may well be meant for those that carry the key.
    excused = statement.effect is Effect.DENY or any(is_pattern(text) for text, _ in known)
    return [] if excused and len(strange) < len(known) else strange


def _compares(operator: str, kind: str) -> bool:
    plain = kind.removeprefix("ArrayOf")
    others = _COMPARABLE.get(operator)
    return others is None or plain == operator or plain in others


def _takes_wildcard_for_letter(condition: Condition) -> bool:
    if condition.operator not in _LITERAL_OPERATORS:
        return False
    return any("*" in value.literals and "${" not in value.literals for value in condition.values)


_QUESTION: Final = Question(
    tuple(Kind), phrase("conditions that requests can meet"), _judge, effects=ANY_EFFECT
)
_BUCKET: Final = "arn:aws:s3:::bucket-archive-dev"


def _listing(operator: str, key: str, value: str) -> dict[str, object]:
    condition = {operator: {key: value}}
    return document(allow("s3:ListBucket", _BUCKET, Condition=condition))


CONTROL = Control(
    id="iam-condition-can-hold",
    family=Family.LEAST_PRIVILEGE,
    title="IAM conditions use keys and operators that can match",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(*Kind),
    check=_check,
    passing=(
        Example(
            {"policy": _listing("StringLike", "s3:prefix", "reports/*")},
            type="aws:iam/policy:Policy",
        ),
    ),
    failing=(
        Example(
            {"policy": _listing("StringEquals", "aws:PrincipleOrgID", "o-abc1234567")},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {
                "policy": document(
                    allow(
                        "s3:GetObject",
                        f"{_BUCKET}/*",
                        Condition={"StringEquals": {"s3:prefix": "reports/"}},
                    )
                )
            },
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"policy": _listing("StringEquals", "s3:prefix", "reports/*")},
            type="aws:iam/policy:Policy",
        ),
    ),
)
