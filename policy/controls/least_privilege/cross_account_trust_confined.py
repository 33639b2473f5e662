"""Another account that may assume a role must prove more than its number.

Why: a third party that serves many customers can be made to use one customer's role for another;
an external id tells them apart. For people, a second factor keeps a stolen key from sufficing.
Fix: demand an external id that the third party assigns, a second factor, or the own organisation.

```python
statement = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{auditor_account}:role/auditor"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"sts:ExternalId": external_id}},
}
```

Severity: medium; the other account must be taken over or confused first.
Not covered: whether the other account is trusted at all, which `iam-principal-account-trusted`
judges.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind, Statement
from policy.iam.judging import Finding, Question, ask, failed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.principals import ORGANIZATION_KEYS, Standing, standing_of_principal
from policy.iam.restriction import confined_by
from policy.iam.writing import document, trust
from policy.verdict import Observation, Verdict, phrase

_KEYS: Final = ("sts:externalid", "aws:multifactorauthpresent", *ORGANIZATION_KEYS)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, context: Context) -> Iterator[Finding]:
    standings = {
        standing
        for principal in statement.principals
        if (standing := standing_of_principal(principal, context)) is not None
    }
    others = standings - {Standing.OWN}
    confined = confined_by(statement, _KEYS)
    if standings and not others:
        yield passed("the own account")
    elif not others:
        return
    elif confined is Verdict.PASS:
        yield passed("another account, with a condition")
    elif confined is Verdict.UNDETERMINED or others == {Standing.UNKNOWN}:
        yield undecided("an account or a condition that is not known here")
    else:
        yield failed("another account, without external id, second factor or organisation")


_QUESTION: Final = Question(
    (Kind.TRUST,), phrase("an external id, a second factor or the organisation"), _judge
)
# An account of AWS itself, which is known to be another's.
_ELSEWHERE: Final = {"AWS": "arn:aws:iam::582318560864:root"}

CONTROL = Control(
    id="iam-cross-account-trust-confined",
    family=Family.LEAST_PRIVILEGE,
    title="Other accounts need an external id or a second factor to assume roles",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(Kind.TRUST),
    check=_check,
    passing=(
        Example(
            {"assumeRolePolicy": document(trust({"AWS": "arn:aws:iam::000000000000:role/ci"}))}
        ),
    ),
    failing=(Example({"assumeRolePolicy": document(trust(_ELSEWHERE))}),),
)
