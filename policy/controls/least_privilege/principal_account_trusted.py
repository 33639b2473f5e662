"""Other accounts are let in only if the settings name them.

Why: an account that nobody recognises in a policy is a partner long gone, a typing error, or an
intruder's way back in.
Fix: name the program's own account, or add the other one to the setting `trustedAccounts`, where
it is reviewed. The setting `accountId` tells which account is the own one.

```python
statement = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{account}:role/app-{suffix}"},
    "Action": ["sqs:SendMessage"],
    "Resource": [queue_arn],
}
```

Severity: high; whoever runs the other account decides who gets in.
Not covered: services and identity providers, which have controls of their own.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind, Principal, Statement
from policy.iam.judging import Finding, Question, ask, failed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.principals import (
    Standing,
    everyone,
    standing_of_principal,
    standings_in_conditions,
)
from policy.iam.writing import document, let
from policy.verdict import Observation, phrase

_KINDS: Final = (Kind.TRUST, Kind.RESOURCE, Kind.KEY, Kind.ENDPOINT)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, context: Context) -> Iterator[Finding]:
    for principal in statement.principals:
        standing = standing_of_principal(principal, context)
        if standing is not None:
            yield _finding(standing, _shown(principal))
    if everyone(statement):
        yield from _of_conditions(statement, context)


def _of_conditions(statement: Statement, context: Context) -> Iterator[Finding]:
    """The accounts that conditions admit where the principal is everybody."""
    for standing in set(standings_in_conditions(statement, context)):
        yield _finding(standing, "an account in a condition")
    vague = any(value.is_vague for item in statement.conditions for value in item.values)
    if statement.has_unknown_conditions or vague:
        yield undecided("conditions that are not known before deployment")


def _finding(standing: Standing, shown: str) -> Finding:
    if standing is Standing.FOREIGN:
        return failed("{0}, an account that the settings do not name", shown)
    if standing is Standing.UNKNOWN:
        return undecided(
            "{0}, of an account that is not known here: configure accountId and trustedAccounts",
            shown,
        )
    return passed("{0}", shown)


def _shown(principal: Principal) -> str:
    return str(principal.name)


_QUESTION: Final = Question(_KINDS, phrase("the own account or a trusted one"), _judge)
_QUEUE: Final = "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev"
_ANYWHERE: Final = {"AWS": "arn:aws:iam::*:role/partner"}
_OWN: Final = {"AWS": "arn:aws:iam::000000000000:role/app-dev"}

CONTROL = Control(
    id="iam-principal-account-trusted",
    family=Family.LEAST_PRIVILEGE,
    title="Principals belong to the own account or to trusted ones",
    severity=Severity.HIGH,
    applies_to=tokens_with(*_KINDS),
    check=_check,
    passing=(
        Example(
            {"policy": document(let(_OWN, "sqs:SendMessage", _QUEUE))},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
    ),
    failing=(
        Example(
            {"policy": document(let(_ANYWHERE, "sqs:SendMessage", _QUEUE))},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
        Example(
            {
                "policy": document(
                    let(
                        "*",
                        "sqs:SendMessage",
                        _QUEUE,
                        Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/partner"}},
                    )
                )
            },
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
    ),
)
