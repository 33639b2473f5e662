"""Sessions of a role last no longer than the settings allow.

Why: the credentials of a session work until they expire, wherever they have got to.
Fix: leave the shortest duration, which is the default, or raise the setting
`maximumSessionSeconds` where people really work longer.

```python
aws.iam.Role("operator", assume_role_policy=trust, max_session_duration=3600)
```

Severity: low; it bounds how long stolen credentials work.
Not covered: roles that services assume for themselves; they renew their sessions anyway.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict


def _check(role: Resource, context: Context) -> Iterable[Observation]:
    # IAM's own default is one hour, the shortest there is.
    longest = context.settings.maximum_session_seconds
    return expect(role, "maxSessionDuration", absent=Verdict.PASS).at_most(longest)


CONTROL = Control(
    id="iam-role-session-short",
    family=Family.LEAST_PRIVILEGE,
    title="Sessions of a role are short",
    severity=Severity.LOW,
    applies_to=("aws:iam/role:Role",),
    check=_check,
    passing=(Example({"maxSessionDuration": 3600}), Example({})),
    failing=(Example({"maxSessionDuration": 43200}),),
)
