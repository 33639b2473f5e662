"""A service may assume a role for the program's own account only.

Why: a trust policy that names a service alone lets that service use the role for any of its
customers who tells it the role's ARN (the confused deputy).
Fix: add the account as a condition, and the resource where its ARN is known.

```python
statement = {
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
}
```

Severity: medium; the attacker must find a way to make the service use the role.
Not covered: services that send no such keys pass, since a condition would lock them out; for
services that the table does not know the control stays undetermined while there is no condition.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.deputies import judge_of
from policy.iam.document import Kind
from policy.iam.judging import Question, ask
from policy.iam.locations import tokens_with
from policy.iam.writing import document, trust
from policy.verdict import Observation, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


_QUESTION: Final = Question(
    (Kind.TRUST,), phrase("services that act for the own account"), judge_of(Kind.TRUST)
)


def _lambda(**conditions: object) -> dict[str, object]:
    return {"assumeRolePolicy": document(trust({"Service": "lambda.amazonaws.com"}, **conditions))}


CONTROL = Control(
    id="iam-trust-service-confined",
    family=Family.LEAST_PRIVILEGE,
    title="Services assume roles for the own account only",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(Kind.TRUST),
    check=_check,
    passing=(
        Example(_lambda(Condition={"StringEquals": {"aws:SourceAccount": "000000000000"}})),
        Example({"assumeRolePolicy": document(trust({"Service": "ec2.amazonaws.com"}))}),
    ),
    failing=(
        Example(_lambda()),
        Example(_lambda(Condition={"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:*:function:*"}})),
    ),
)
