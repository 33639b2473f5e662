"""A cache user authenticates with IAM or a password, or is switched off.

Why: a user without a password makes the user group a formality: whoever knows the name is the
user.
Fix: authenticate with IAM.

```python
aws.elasticache.User("user", authentication_mode={"type": "iam"}, ...)
```

Severity: high; everybody who reaches the port can be the user.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations.caches import is_switched_off
from policy.verdict import Observation, Verdict, phrase

_MODES: Final = ("iam", "password")


def _check(user: Resource, _: Context) -> Iterable[Observation]:
    if is_switched_off(user):
        yield Observation(
            Verdict.PASS, "accessString", phrase("credentials"), phrase("switched off")
        )
        return
    yield from expect(user, "noPasswordRequired", absent=Verdict.PASS).is_false()
    mode = user.read("authenticationMode.type")[0]
    if not mode.is_absent:
        yield from expect(user, "authenticationMode.type").one_of(*_MODES)
    elif user.get("passwordsWo") is ABSENT:
        yield from expect(user, "passwords").has_items(1)


CONTROL = Control(
    id="cache-user-has-credentials",
    family=Family.SECRETS,
    title="Cache user proves who it is",
    severity=Severity.HIGH,
    applies_to=("aws:elasticache/user:User",),
    check=_check,
    passing=(
        Example({"accessString": "on ~* +@read", "authenticationMode": {"type": "iam"}}),
        Example({"accessString": "off -@all", "noPasswordRequired": True}),
    ),
    failing=(
        Example(
            {
                "accessString": "on ~* +@read",
                "noPasswordRequired": True,
                "authenticationMode": {"type": "iam"},
            }
        ),
        Example(
            {"accessString": "on ~* +@read", "authenticationMode": {"type": "no-password-required"}}
        ),
        Example({"accessString": "on ~* +@read"}),
    ),
)
