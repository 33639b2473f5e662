"""Actions and resources of a statement belong together.

Why: `s3:GetObject` on the ARN of a bucket grants nothing, since objects are something else; in a
Deny it protects nothing.
Fix: give each action resources of a type that it acts on, and `*` to those that take nothing else.

```python
statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": [f"{bucket_arn}/*"]}
```

Severity: medium; the program fails at run time, or a Deny protects nothing.
Not covered: trust, key and organisation policies, whose resource is given.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.actions import Action
from policy.iam.arns import fits
from policy.iam.document import Kind, Statement
from policy.iam.grants import actions_in, hidden_actions, is_everything, is_pattern
from policy.iam.judging import ANY_EFFECT, Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.text import Text
from policy.iam.writing import allow, document, let
from policy.verdict import Observation, Verdict, phrase

_KINDS: Final = (Kind.IDENTITY, Kind.SESSION, Kind.RESOURCE)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    if not statement.resources or any(is_everything(text) for text in statement.actions):
        return
    granted = [(text, actions) for text, actions in actions_in(statement) if actions]
    findings = [
        *(found for text, actions in granted for found in _of_action(text, actions, statement)),
        *_of_resources([item for _, actions in granted for item in actions], statement),
    ]
    yield from findings
    if hidden_actions(statement):
        yield undecided("actions that are not known before deployment")
    elif granted and not findings:
        yield passed("{0} on {1}", listed(text for text, _ in granted), listed(statement.resources))


def _of_action(
    written: Text, actions: tuple[Action, ...], statement: Statement
) -> Iterator[Finding]:
    """What is wrong with one action, all resources considered."""
    if any(text.known == "*" for text in statement.resources):
        return
    scoped = [action for action in actions if action.types]
    if not scoped:
        if not is_pattern(written) and not statement.principals:
            yield failed("{0}, which takes no resource but *", written)
        return
    verdicts = {_verdict(fits(action, text)) for action in scoped for text in statement.resources}
    if Verdict.PASS in verdicts:
        return
    say = undecided if Verdict.UNDETERMINED in verdicts else failed
    kinds = listed(sorted({kind.name for action in scoped for kind in action.types}))
    yield say("{0} without a resource it acts on, which would be {1}", written, kinds)


def _of_resources(actions: list[Action], statement: Statement) -> Iterator[Finding]:
    """Resources that no action of the statement acts on."""
    if not actions or hidden_actions(statement):
        return
    for text in statement.resources:
        if text.known == "*" or _is_of_the_carrier(text, statement):
            continue
        found = {_verdict(fits(action, text)) for action in actions}
        if Verdict.PASS not in found and any(action.types for action in actions):
            say = undecided if Verdict.UNDETERMINED in found else failed
            yield say("{0}, which no action of the statement acts on", text)


def _is_of_the_carrier(text: Text, statement: Statement) -> bool:
    """Whether a resource's own policy names the resource in a short form of its service."""
    short = text.known is not None and not text.known.startswith("arn:")
    return short and bool(statement.principals)


def _verdict(answer: bool | None) -> Verdict:  # noqa: FBT001  # an answer, not a switch
    if answer is None:
        return Verdict.UNDETERMINED
    return Verdict.PASS if answer else Verdict.FAIL


_QUESTION: Final = Question(
    _KINDS, phrase("actions on resources of their type"), _judge, effects=ANY_EFFECT
)
_BUCKET: Final = "arn:aws:s3:::bucket-archive-dev"

CONTROL = Control(
    id="iam-resource-fits-action",
    family=Family.LEAST_PRIVILEGE,
    title="Resources are of a type that the actions act on",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(*_KINDS),
    check=_check,
    passing=(
        Example(
            {"policy": document(allow("s3:GetObject", f"{_BUCKET}/*"))},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"policy": document(let({"AWS": "000000000000"}, "s3:ListBucket", _BUCKET))},
            type="aws:s3/bucketPolicy:BucketPolicy",
        ),
    ),
    failing=(
        Example({"policy": document(allow("s3:GetObject", _BUCKET))}, type="aws:iam/policy:Policy"),
        Example(
            {"policy": document(allow("ec2:DescribeSubnets", "arn:aws:ec2:*:*:subnet/*"))},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {
                "policy": document(
                    allow(
                        "sqs:SendMessage",
                        [
                            "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev",
                            "arn:aws:sns:ap-northeast-1:000000000000:topic-dev",
                        ],
                    )
                )
            },
            type="aws:iam/policy:Policy",
        ),
    ),
)
