"""Nobody is granted all actions of a service, let alone of all services.

Why: `kinesis:*` contains the right to delete the stream and to change its encryption; `*` is the
whole account. Whoever takes over the holder takes over all of it.
Fix: list the actions that the code calls.

```python
statement = {
    "Effect": "Allow",
    "Action": ["kinesis:DescribeStreamSummary", "kinesis:GetRecords"],
    "Resource": [stream_arn],
}
```

Severity: critical; it turns a small break-in into the loss of a service or of the account.
Not covered: session, endpoint and organisation policies, which grant nothing by themselves. All
actions for the program's own account in a resource's policy pass: they hand the decision to the
policies of that account's roles, and for a KMS key they keep it from becoming unmanageable.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind, Statement
from policy.iam.grants import hidden_actions, is_everything, is_whole_service
from policy.iam.judging import Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.principals import Standing, account_roots
from policy.iam.writing import allow, document, let
from policy.verdict import Observation, phrase

_KINDS: Final = (Kind.IDENTITY, Kind.TRUST, Kind.RESOURCE, Kind.KEY, Kind.FRAGMENT)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, context: Context) -> Iterator[Finding]:
    wide = [text for text in statement.actions if is_everything(text) or is_whole_service(text)]
    hidden = hidden_actions(statement)
    if wide:
        yield _of_wide(listed(wide), account_roots(statement, context))
    if hidden:
        yield undecided("actions that are not known before deployment: {0}", listed(hidden))
    if statement.actions and not wide and not hidden:
        yield passed("{0}", listed(statement.actions))


def _of_wide(written: str, standings: frozenset[Standing] | None) -> Finding:
    if standings == frozenset({Standing.OWN}):
        return passed("{0} for the account itself, whose own policies decide", written)
    if standings and standings <= frozenset({Standing.OWN, Standing.UNKNOWN}):
        return undecided(
            "{0} for an account that may be the program's own: configure accountId", written
        )
    return failed("all actions of a service: {0}", written)


_QUESTION: Final = Question(_KINDS, phrase("single actions"), _judge)
_STREAM: Final = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/kinesis-stream-dev"

CONTROL = Control(
    id="iam-action-not-service-wide",
    family=Family.LEAST_PRIVILEGE,
    title="No grant of all actions of a service",
    severity=Severity.CRITICAL,
    applies_to=tokens_with(*_KINDS),
    check=_check,
    passing=(
        Example(
            {"policy": document(allow(["kinesis:GetRecords"], _STREAM))},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"policy": document(let({"AWS": "arn:aws:iam::000000000000:root"}, "kms:*", "*"))},
            type="aws:kms/key:Key",
        ),
    ),
    failing=(
        Example({"policy": document(allow("kinesis:*", _STREAM))}, type="aws:iam/policy:Policy"),
        Example(
            {
                "policy": document(
                    let({"AWS": "arn:aws:iam::000000000000:role/app-dev"}, "kms:*", "*")
                )
            },
            type="aws:kms/key:Key",
        ),
    ),
)
