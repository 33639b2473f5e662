"""Whoever may pass a role may pass it to a named service only.

Why: with `iam:PassRole` a role can be handed to any service that takes one, and its permissions
used there by code of the holder's choice.
Fix: name the roles, and the service by condition.

```python
statement = {
    "Effect": "Allow",
    "Action": ["iam:PassRole"],
    "Resource": [role_arn],
    "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
}
```

Severity: high; it is the common first step from a small permission to a large one.
Not covered: which roles may be passed, which `iam-resource-named` judges.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.actions import expand
from policy.iam.document import Kind, Statement
from policy.iam.grants import grants, hidden_actions
from policy.iam.judging import Finding, Question, ask, failed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.restriction import confined_by
from policy.iam.scoping import acts_on_some
from policy.iam.writing import allow, document
from policy.verdict import Observation, Verdict, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    if grants(statement, "iam:PassRole") and acts_on_some(expand("iam:PassRole")[0], statement):
        confined = confined_by(statement, ("iam:passedtoservice",))
        if confined is Verdict.PASS:
            yield passed("iam:PassRole with iam:PassedToService")
        elif confined is Verdict.UNDETERMINED:
            yield undecided("iam:PassRole with a condition that is not known before deployment")
        else:
            yield failed("iam:PassRole without iam:PassedToService")
    elif hidden_actions(statement):
        yield undecided("actions that are not known before deployment")


_QUESTION: Final = Question((Kind.IDENTITY,), phrase("a named service"), _judge)
_ROLE: Final = "arn:aws:iam::000000000000:role/iam-role-scorer-dev"

CONTROL = Control(
    id="iam-pass-role-names-service",
    family=Family.LEAST_PRIVILEGE,
    title="iam:PassRole names the service that gets the role",
    severity=Severity.HIGH,
    applies_to=tokens_with(Kind.IDENTITY),
    check=_check,
    passing=(
        Example(
            {
                "policy": document(
                    allow(
                        "iam:PassRole",
                        _ROLE,
                        Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
                    )
                )
            }
        ),
    ),
    failing=(
        Example({"policy": document(allow("iam:PassRole", _ROLE))}),
        Example(
            {
                "policy": document(
                    allow(
                        "iam:PassRole",
                        _ROLE,
                        Condition={"Bool": {"aws:SecureTransport": "true"}},
                    )
                )
            }
        ),
    ),
)
