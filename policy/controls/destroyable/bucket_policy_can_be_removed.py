"""A bucket's policy does not forbid everybody to change or remove it.

Why: a Deny for all principals on all actions stops the program that wrote it as well: the policy
can then be removed by the account's root user only, and the stack no longer destroyed.
Fix: confine the Deny by a condition, or to the actions that it is about.

```python
statement = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": [bucket_arn, f"{bucket_arn}/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
```

Severity: high; only the root user can undo it.
Not covered: conditions that nobody can fail to meet.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Effect, Kind, Statement
from policy.iam.judging import Finding, Question, ask, failed, passed, undecided
from policy.iam.patterns import matches
from policy.iam.text import Text
from policy.iam.writing import document
from policy.logic import Claim, all_of, any_of, negated
from policy.verdict import Observation, phrase

_TYPES: Final = (
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
)
_WAY_BACK: Final = ("s3:putbucketpolicy", "s3:deletebucketpolicy")


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    unconditional = None if statement.has_unknown_conditions else not statement.conditions
    locks = all_of((_is_for_everybody(statement), unconditional, _forbids_change(statement)))
    if locks:
        yield failed("a Deny of changes to the policy, for everybody")
    elif locks is None:
        yield undecided("a Deny of which a part is not known before deployment")
    else:
        yield passed("a Deny that leaves somebody a way")


def _is_for_everybody(statement: Statement) -> Claim:
    named = statement.principals
    return any_of(
        True if item.is_everyone else (None if item.name.is_vague else False) for item in named
    )


def _forbids_change(statement: Statement) -> Claim:
    if statement.not_actions:
        return negated(any_of(map(_covers_change, statement.not_actions)))
    return any_of(map(_covers_change, statement.actions))


def _covers_change(text: Text) -> Claim:
    if text.is_vague:
        return None
    return any(matches(text.shape.lower(), action) for action in _WAY_BACK)


_QUESTION: Final = Question(
    kinds=(Kind.RESOURCE,),
    expected=phrase("a policy that somebody can remove"),
    judge=_judge,
    effects=frozenset({Effect.DENY, Effect.UNKNOWN}),
)


def _deny(action: object, **more: object) -> dict[str, object]:
    named = {"Principal": "*", "Resource": "arn:aws:s3:::records-dev"}
    return document({"Effect": "Deny", "Action": action, **named, **more})


CONTROL = Control(
    id="bucket-policy-removable",
    family=Family.DESTROYABLE,
    title="The bucket's policy can be removed again",
    severity=Severity.HIGH,
    applies_to=_TYPES,
    check=_check,
    passing=(
        Example({"policy": _deny("s3:DeleteObject")}),
        Example(
            {"policy": _deny("s3:*", Condition={"Bool": {"aws:SecureTransport": "false"}})},
        ),
    ),
    failing=(
        Example({"policy": _deny("s3:*")}),
        Example({"policy": _deny(["s3:GetObject", "s3:Put*"])}),
    ),
)
