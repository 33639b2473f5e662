"""Conditions of an Allow confine it, and do not only look as if they did.

Why: `StringLike: *`, `ForAllValues` on a key that is missing, and `…IfExists` let through just what
they seem to keep out; reviewers read them as protection.
Fix: compare with the value that is meant, and ask for the key's presence where it may be missing.

```python
statement = {
    "Effect": "Allow",
    "Principal": {"Service": "sns.amazonaws.com"},
    "Action": ["sqs:SendMessage"],
    "Resource": [queue_arn],
    "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
}
```

Severity: high; a door that is taken for locked stands open.
Not covered: Deny statements, but for those that ask for a second factor: a Deny where
`aws:MultiFactorAuthPresent` is false spares long-term keys, whose requests do not carry it.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Condition, Effect, Kind, Statement
from policy.iam.judging import ANY_EFFECT, Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.restriction import weakness
from policy.iam.writing import allow, document, let
from policy.verdict import Observation, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    if statement.effect is Effect.DENY:
        yield from _of_deny(statement)
        return
    weak = [found for item in statement.conditions if (found := weakness(item, statement))]
    for reason in weak:
        yield failed("{0}", reason)
    if statement.has_unknown_conditions or any(map(_is_vague, statement.conditions)):
        yield undecided("conditions that are not known before deployment")
    elif statement.conditions and not weak:
        yield passed("{0}", listed(item.label for item in statement.conditions))


def _of_deny(statement: Statement) -> Iterator[Finding]:
    for condition in statement.conditions:
        if condition.name == "aws:multifactorauthpresent" and _is_false(condition):
            if condition.if_exists:
                yield passed("{0}", condition.label)
            else:
                yield failed("{0}, which spares requests with long-term keys", condition.label)


def _is_false(condition: Condition) -> bool:
    return condition.operator == "Bool" and [item.known for item in condition.values] == ["false"]


def _is_vague(condition: Condition) -> bool:
    return any(value.is_vague for value in condition.values)


_QUESTION: Final = Question(
    tuple(Kind), phrase("conditions that confine"), _judge, effects=ANY_EFFECT
)
_QUEUE: Final = "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev"
_TOPIC: Final = "arn:aws:sns:ap-northeast-1:000000000000:topic-dev"


def _sending(operator: str, key: str, value: str) -> dict[str, object]:
    condition = {operator: {key: value}}
    role = {"AWS": "arn:aws:iam::000000000000:role/app-dev"}
    return document(let(role, "sqs:SendMessage", _QUEUE, Condition=condition))


CONTROL = Control(
    id="iam-condition-confines",
    family=Family.LEAST_PRIVILEGE,
    title="Conditions confine what they seem to confine",
    severity=Severity.HIGH,
    applies_to=tokens_with(*Kind),
    check=_check,
    passing=(
        Example(
            {"policy": _sending("ArnEquals", "aws:SourceArn", _TOPIC)},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
    ),
    failing=(
        Example(
            {"policy": _sending("StringLike", "aws:SourceArn", "*")},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
        Example(
            {"policy": _sending("StringEqualsIfExists", "aws:SourceAccount", "000000000000")},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
        Example(
            {
                "policy": document(
                    allow(
                        "ec2:CreateTags",
                        "arn:aws:ec2:ap-northeast-1:000000000000:instance/i-0123456789abcdef0",
                        Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["owner"]}},
                    )
                )
            },
            type="aws:iam/policy:Policy",
        ),
    ),
)
