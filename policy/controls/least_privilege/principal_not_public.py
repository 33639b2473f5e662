"""Nothing is open to everybody.

Why: a principal of `*` is anybody with an AWS account, and for some services anybody at all.
Fix: name the account, the role or the service. Where that cannot be, confine `*` by a condition on
the organisation, the account, the VPC or the endpoint.

```python
statement = {
    "Effect": "Allow",
    "Principal": {"AWS": role_arn},
    "Action": ["sqs:SendMessage"],
    "Resource": [queue_arn],
}
```

Severity: critical; the data are public, or strangers can write to them.
Not covered: endpoint policies, which grant nothing by themselves.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind, Statement
from policy.iam.judging import Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.principals import CONFINING_KEYS, everyone
from policy.iam.restriction import confined_by
from policy.iam.writing import document, let, trust
from policy.verdict import Observation, Verdict, phrase

_KINDS: Final = (Kind.TRUST, Kind.RESOURCE, Kind.KEY)
_KEYS: Final = (*CONFINING_KEYS, "elasticfilesystem:accessedviamounttarget")


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    names = [principal.name for principal in statement.principals]
    if everyone(statement):
        yield _of_everyone(statement)
    elif any(name.is_vague for name in names):
        yield undecided("a principal that is not known before deployment")
    elif names:
        yield passed("{0}", listed(names))


def _of_everyone(statement: Statement) -> Finding:
    confined = confined_by(statement, _KEYS)
    if confined is Verdict.PASS:
        return passed("everybody whom a condition admits")
    if confined is Verdict.UNDETERMINED:
        return undecided("everybody whom a condition admits that is not known before deployment")
    return failed("everybody may {0}", listed((*statement.actions, *statement.not_actions)))


_QUESTION: Final = Question(_KINDS, phrase("principals that are named"), _judge)
_QUEUE: Final = "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev"
_ROLE: Final = {"AWS": "arn:aws:iam::000000000000:role/app-dev"}
_OPEN_TO_NETWORK: Final = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}

CONTROL = Control(
    id="iam-principal-not-public",
    family=Family.LEAST_PRIVILEGE,
    title="No principal stands for everybody",
    severity=Severity.CRITICAL,
    applies_to=tokens_with(*_KINDS),
    check=_check,
    passing=(
        Example(
            {"policy": document(let(_ROLE, "sqs:SendMessage", _QUEUE))},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
        Example(
            {"policy": document(let("*", "sqs:SendMessage", _QUEUE, Condition=_OPEN_TO_NETWORK))},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
    ),
    failing=(
        Example(
            {"policy": document(let("*", "sqs:SendMessage", _QUEUE))},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
        Example(
            {"policy": document(let({"AWS": "*"}, "kms:Decrypt", "*"))}, type="aws:kms/key:Key"
        ),
        Example({"assumeRolePolicy": document(trust({"AWS": "*"}))}, type="aws:iam/role:Role"),
    ),
)
