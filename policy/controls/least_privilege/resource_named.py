"""Permissions name the resources they are for.

Why: with `*` as its resource, an action reaches everything of its kind in the account, other
systems' data included.
Fix: name the resources. A name that the program chooses makes the ARN known before deployment. Only
actions that AWS does not let scope take `*`, best in a statement of their own.

```python
stream_arn = f"arn:aws:kinesis:ap-northeast-1:{account}:stream/kinesis-stream-{suffix}"
statement = {"Effect": "Allow", "Action": ["kinesis:GetRecords"], "Resource": [stream_arn]}
```

Severity: high; the reach of a break-in is no longer that of the program.
Not covered: KMS keys, which `iam-kms-key-named` judges. Everything of one EC2 type may be named
with its region and account, since AWS invents the ids of network interfaces and the like. That a
named resource is not made by the program is told as advice.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.actions import Action
from policy.iam.document import Kind, Statement
from policy.iam.grants import actions_in, hidden_actions, is_pattern
from policy.iam.judging import Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.scoping import is_about_keys, reach, scopes
from policy.iam.strays import strays
from policy.iam.text import Text
from policy.iam.writing import allow, document
from policy.verdict import Observation, Verdict, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, context: Context) -> Iterator[Finding]:
    hidden = hidden_actions(statement)
    if hidden:
        yield undecided("actions that are not known before deployment: {0}", listed(hidden))
    if statement.resources:
        yield from _of_actions(statement, [*_granted(statement)])
    unknown = strays(statement, context.graph)
    if unknown:
        yield passed("advice: {0} is not made by this program", listed(unknown))


def _granted(statement: Statement) -> Iterator[tuple[Text, Action]]:
    """Each action to judge, with how it is written."""
    for text, actions in actions_in(statement):
        # Where a wildcard takes in actions that need `*`, its other listings are not the point.
        mixed = is_pattern(text) and not all(action.types for action in actions)
        for action in actions:
            beside = mixed and bool(action.types) and action.levels == {"List"}
            if not is_about_keys(action) and not beside:
                yield text, action


def _of_actions(statement: Statement, granted: list[tuple[Text, Action]]) -> Iterator[Finding]:
    verdicts = [(text, _verdict(statement, action)) for text, action in granted]
    resources = listed(statement.resources)
    for verdict, say in ((Verdict.FAIL, failed), (Verdict.UNDETERMINED, undecided)):
        written = dict.fromkeys(str(text) for text, found in verdicts if found is verdict)
        if written:
            names = listed(written)
            yield say("{0} on {1}, though AWS lets these actions be scoped", names, resources)
    if verdicts and {found for _, found in verdicts} == {Verdict.PASS}:
        written = dict.fromkeys(str(text) for text, _ in verdicts)
        yield passed("{0} on {1}", listed(written), resources)


def _verdict(statement: Statement, action: Action) -> Verdict:
    found = reach(statement, action)
    if found is Verdict.PASS:
        return found
    scoped = scopes(statement, action)
    return found if scoped is Verdict.FAIL else scoped


_QUESTION: Final = Question((Kind.IDENTITY,), phrase("named resources"), _judge)
_STREAM: Final = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/kinesis-stream-dev"

CONTROL = Control(
    id="iam-resource-named",
    family=Family.LEAST_PRIVILEGE,
    title="Permissions name their resources wherever AWS allows it",
    severity=Severity.HIGH,
    applies_to=tokens_with(Kind.IDENTITY),
    check=_check,
    passing=(
        Example({"policy": document(allow("kinesis:GetRecords", _STREAM))}),
        Example({"policy": document(allow("ec2:DescribeNetworkInterfaces", "*"))}),
    ),
    failing=(
        Example({"policy": document(allow("kinesis:GetRecords", "*"))}),
        Example({"policy": document(allow("s3:GetObject", "arn:aws:s3:::*"))}),
        Example({"policy": document(allow(["sqs:SendMessage", "xray:PutTraceSegments"], "*"))}),
    ),
)
