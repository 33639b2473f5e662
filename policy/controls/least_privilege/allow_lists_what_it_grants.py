"""An Allow lists what it grants, and does not grant all but a few.

Why: `NotAction`, `NotResource` and `NotPrincipal` in an Allow grant everything that nobody thought
of, what AWS adds next year included.
Fix: turn the statement round: list the actions, the resources and the principals that are meant.
To forbid, use a Deny.

```python
statement = {
    "Effect": "Allow",
    "Action": ["s3:GetObject"],
    "Resource": [f"{bucket_arn}/reports/*"],
}
```

Severity: high; its true extent is unknown to whoever wrote it.
Not covered: the same elements in a Deny, where they are the way to say "all but".
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind, Statement
from policy.iam.judging import Finding, Question, ask, failed, listed, passed
from policy.iam.locations import tokens_with
from policy.iam.writing import allow, document
from policy.verdict import Observation, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    negated = {
        "NotAction": statement.not_actions,
        "NotResource": statement.not_resources,
        "NotPrincipal": tuple(item.name for item in statement.not_principals),
    }
    found = {name: texts for name, texts in negated.items() if texts}
    for name, texts in found.items():
        yield failed("{0}: all but {1}", name, listed(texts))
    if not found:
        yield passed("{0}", listed(statement.actions))


_QUESTION: Final = Question(tuple(Kind), phrase("lists of what is granted"), _judge)
_QUEUE: Final = "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev"
_BUCKET: Final = "arn:aws:s3:::bucket-archive-dev"

CONTROL = Control(
    id="iam-allow-lists-what-it-grants",
    family=Family.LEAST_PRIVILEGE,
    title="Allow lists what it grants, without NotAction, NotResource or NotPrincipal",
    severity=Severity.HIGH,
    applies_to=tokens_with(*Kind),
    check=_check,
    passing=(
        Example(
            {"policy": document(allow("s3:GetObject", f"{_BUCKET}/*"))},
            type="aws:iam/policy:Policy",
        ),
    ),
    failing=(
        Example(
            {
                "policy": document(
                    {"Effect": "Allow", "NotAction": "sqs:DeleteQueue", "Resource": _QUEUE}
                )
            },
            type="aws:iam/policy:Policy",
        ),
        Example(
            {
                "policy": document(
                    {
                        "Effect": "Allow",
                        "Action": "s3:GetObject",
                        "NotResource": f"{_BUCKET}/private/*",
                    }
                )
            },
            type="aws:iam/policy:Policy",
        ),
        Example(
            {
                "policy": document(
                    {
                        "Effect": "Allow",
                        "NotPrincipal": {"AWS": "000000000000"},
                        "Action": "s3:GetObject",
                        "Resource": f"{_BUCKET}/*",
                    }
                )
            },
            type="aws:s3/bucketPolicy:BucketPolicy",
        ),
    ),
)
