"""A cache user is not granted every command, nor the dangerous ones.

Why: `+@all` includes FLUSHALL, KEYS and CONFIG: one leaked credential empties the history or
stops the server.
Fix: start from nothing and add categories.

```python
aws.elasticache.User("user", access_string="on ~* -@all +@read +@write -@dangerous", ...)
```

Severity: medium; it takes the user's credentials.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, phrase

_EVERYTHING: Final = frozenset({"+@all", "allcommands"})
_DANGEROUS: Final = frozenset({"+@dangerous", "+@admin"})


def _check(user: Resource, _: Context) -> Iterable[Observation]:
    return expect(user, "accessString").holds(
        phrase("an access string without all or dangerous commands"), _is_limited
    )


def _is_limited(access: object) -> bool:
    # Rules apply from left to right: what comes last wins.
    allowed = False
    for rule in str(access).lower().split():
        if rule == "off":
            return True
        if rule in _EVERYTHING | _DANGEROUS:
            allowed = True
        elif rule in {"-@all", "nocommands", "reset"}:
            allowed = False
    return not allowed


CONTROL = Control(
    id="cache-user-access-limited",
    family=Family.LEAST_PRIVILEGE,
    title="Cache user may run only what it needs",
    severity=Severity.MEDIUM,
    applies_to=("aws:elasticache/user:User",),
    check=_check,
    passing=(
        Example({"accessString": "on ~* -@all +@read +@write -@dangerous"}),
        Example({"accessString": "off ~* +@all"}),
    ),
    failing=(
        Example({"accessString": "on ~* +@all"}),
        Example({"accessString": "on ~* -@all +@read +@dangerous"}),
    ),
)
