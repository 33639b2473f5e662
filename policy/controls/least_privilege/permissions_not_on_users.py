"""Permissions go to roles and groups, not to single users.

Why: what is attached to a person stays when their work changes; nobody reviews permissions one
person at a time.
Fix: attach the policy to a role, or to a group that the user belongs to.

```python
aws.iam.RolePolicyAttachment("reader", role=role.name, policy_arn=policy.arn)
```

Severity: medium; permissions pile up unseen.
Not covered: what the policies grant, which other controls judge.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.redaction import describe
from policy.verdict import Observation, Verdict, phrase

_EXPECTED: Final = phrase("a role or a group")
_ATTACHMENT: Final = "aws:iam/policyAttachment:PolicyAttachment"
_TO_USERS: Final = {
    "aws:iam/userPolicy:UserPolicy": "user",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "user",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns[]",
}


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    path = _TO_USERS.get(resource.type, "users[]")
    for reading in resource.read(path):
        none = reading.is_absent and path.endswith("[]")
        unsure = reading.is_unknown and resource.type == _ATTACHMENT
        verdict = Verdict.PASS if none else Verdict.FAIL
        yield Observation(
            Verdict.UNDETERMINED if unsure else verdict,
            reading.path,
            _EXPECTED,
            describe(resource, reading, context.graph),
        )


CONTROL = Control(
    id="iam-permissions-not-on-users",
    family=Family.LEAST_PRIVILEGE,
    title="Permissions go to roles and groups, not to users",
    severity=Severity.MEDIUM,
    applies_to=(*_TO_USERS, _ATTACHMENT),
    check=_check,
    passing=(
        Example(
            {
                "roles": ["role-dev"],
                "policyArn": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
            },
            type=_ATTACHMENT,
        ),
    ),
    failing=(
        Example(
            {
                "user": "deployer-dev",
                "policyArn": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
            },
            type="aws:iam/userPolicyAttachment:UserPolicyAttachment",
        ),
        Example(
            {
                "users": ["deployer-dev"],
                "policyArn": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
            },
            type=_ATTACHMENT,
        ),
    ),
)
