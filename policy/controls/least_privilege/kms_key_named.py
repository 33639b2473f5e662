"""Permissions on KMS keys name keys, or aliases by condition.

Why: whoever may decrypt with all keys of the account reads what every other system encrypts.
Fix: name the key. Its ARN is not known before it exists, so grant on the keys of the account under
the condition of an alias, which the program chooses.

```python
statement = {
    "Effect": "Allow",
    "Action": ["kms:Decrypt"],
    "Resource": [f"arn:aws:kms:ap-northeast-1:{account}:key/*"],
    "Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": [f"alias/kms-key-{suffix}"]}},
}
```

Severity: high; encryption separates systems only as far as their keys are separate.
Not covered: key policies, in which `*` is the key that carries the policy.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind, Statement
from policy.iam.grants import actions_in, hidden_actions
from policy.iam.judging import Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.restriction import confined_by
from policy.iam.scoping import is_about_keys, reach
from policy.iam.writing import allow, document
from policy.verdict import Observation, Verdict, phrase

_CONFINING: Final = (
    "kms:resourcealiases",
    "kms:requestalias",
    "kms:viaservice",
    "kms:encryptioncontext:*",
    "aws:resourcetag/*",
)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    granted = {
        action.name: reach(statement, action)
        for _, actions in actions_in(statement)
        for action in actions
        if is_about_keys(action)
    }
    hidden = hidden_actions(statement)
    if hidden:
        yield undecided("actions that are not known before deployment: {0}", listed(hidden))
    if not granted:
        return
    wide = [name for name, verdict in granted.items() if verdict is not Verdict.PASS]
    resources = listed(statement.resources)
    if not wide:
        yield passed("{0} on {1}", listed(granted), resources)
    elif confined_by(statement, _CONFINING) is Verdict.PASS:
        yield passed("{0} on keys that a condition confines", listed(wide))
    elif _is_open(statement, granted):
        yield undecided("{0} on {1}, which is not known before deployment", listed(wide), resources)
    else:
        yield failed("{0} on all keys", listed(wide))


def _is_open(statement: Statement, granted: dict[str, Verdict]) -> bool:
    unsure = confined_by(statement, _CONFINING) is Verdict.UNDETERMINED
    return unsure or Verdict.FAIL not in granted.values()


_QUESTION: Final = Question((Kind.IDENTITY,), phrase("keys that are named"), _judge)
_KEYS: Final = "arn:aws:kms:ap-northeast-1:000000000000:key/*"
_BY_ALIAS: Final = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/kms-key-dev"}}

CONTROL = Control(
    id="iam-kms-key-named",
    family=Family.LEAST_PRIVILEGE,
    title="Permissions on KMS keys are for named keys",
    severity=Severity.HIGH,
    applies_to=tokens_with(Kind.IDENTITY),
    check=_check,
    passing=(
        Example({"policy": document(allow("kms:Decrypt", _KEYS, Condition=_BY_ALIAS))}),
        Example(
            {
                "policy": document(
                    allow("kms:Decrypt", "arn:aws:kms:ap-northeast-1:000000000000:key/1234abcd")
                )
            }
        ),
    ),
    failing=(
        Example({"policy": document(allow("kms:Decrypt", "*"))}),
        Example({"policy": document(allow(["kms:ReEncryptFrom", "kms:ReEncryptTo"], _KEYS))}),
    ),
)
