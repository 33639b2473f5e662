"""Actions are written out one by one.

Why: `s3:Get*` grants today what its author had in mind, and tomorrow whatever AWS adds under that
name; nobody reviews that.
Fix: list the actions that the wildcard stands for and that are really needed; the finding names
them.

```python
statement = {
    "Effect": "Allow",
    "Action": ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    "Resource": [key_arn],
}
```

Severity: medium; the holder gets more than was meant, within one service and one verb.
Not covered: all actions of a service, which `iam-action-not-service-wide` judges; session,
endpoint and organisation policies, which grant nothing by themselves; Deny, where a wildcard is
the safer choice.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind, Statement
from policy.iam.grants import (
    actions_in,
    hidden_actions,
    is_everything,
    is_pattern,
    is_whole_service,
)
from policy.iam.judging import Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.writing import allow, document
from policy.verdict import Observation, phrase

_KINDS: Final = (Kind.IDENTITY, Kind.TRUST, Kind.RESOURCE, Kind.KEY, Kind.FRAGMENT)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    plain = [text for text in statement.actions if text.known is not None and not is_pattern(text)]
    if plain:
        yield passed("{0}", listed(plain))
    for text, actions in actions_in(statement):
        if is_pattern(text) and not is_whole_service(text) and actions:
            names = listed(action.name for action in actions)
            yield failed("{0}, which stands for {1} actions: {2}", text, len(actions), names)
    hidden = [text for text in hidden_actions(statement) if not is_everything(text)]
    if hidden:
        yield undecided("actions that are not known before deployment: {0}", listed(hidden))


_QUESTION: Final = Question(_KINDS, phrase("actions without wildcards"), _judge)
_BUCKET: Final = "arn:aws:s3:::bucket-archive-dev/*"

CONTROL = Control(
    id="iam-action-without-wildcard",
    family=Family.LEAST_PRIVILEGE,
    title="Actions are written out, without wildcards",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(*_KINDS),
    check=_check,
    passing=(
        Example({"policy": document(allow("s3:GetObject", _BUCKET))}, type="aws:iam/policy:Policy"),
    ),
    failing=(
        Example({"policy": document(allow("s3:Get*", _BUCKET))}, type="aws:iam/policy:Policy"),
        Example(
            {"policy": document(allow(["s3:GetObject", "s3:PutObject*"], _BUCKET))},
            type="aws:iam/policy:Policy",
        ),
    ),
)
