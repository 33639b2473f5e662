"""A secret is rotated automatically, at least every 90 days.

Why: a secret that leaked unnoticed is worth what time is left of it.
Fix: declare the rotation.

```python
aws.secretsmanager.SecretRotation(
    "secret-rotation",
    secret_id=secret.id,
    rotation_lambda_arn=function.arn,
    rotation_rules={"automatically_after_days": 30},
)
```

Severity: medium; it limits a damage that has happened.
Not covered: secrets that another program declares.
"""

import re
from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import Claim, any_of, verdict_of
from policy.relations import referrers_by
from policy.verdict import Observation, phrase

_ROTATION: Final = "aws:secretsmanager/secretRotation:SecretRotation"
_MOST_DAYS: Final = 90
_RATE: Final = re.compile(r"rate\((\d+) (hour|day)s?\)")


def _check(secret: Resource, context: Context) -> Iterable[Observation]:
    expected = phrase("rotation at least every {0} days", _MOST_DAYS)
    surely, perhaps = referrers_by(secret, "secretId", context.graph, _ROTATION)
    claims = [*(_is_frequent(item) for item in surely), *(None for _ in perhaps)]
    names = ", ".join(item.name for item in surely)
    found = phrase("{0}", names) if names else phrase("none")
    yield Observation(verdict_of(any_of(claims)), "", expected, found)


def _is_frequent(rotation: Resource) -> Claim:
    days = rotation.read("rotationRules.automaticallyAfterDays")[0].value
    schedule = rotation.read("rotationRules.scheduleExpression")[0].value
    if isinstance(days, Unknown) or isinstance(schedule, Unknown):
        return None
    if isinstance(days, int):
        return 0 < days <= _MOST_DAYS
    rate = _RATE.fullmatch(schedule) if isinstance(schedule, str) else None
    if rate is None:
        # A cron expression fires at least monthly unless it names months.
        return (
            isinstance(schedule, str)
            and schedule.startswith("cron(")
            and schedule.split()[4] == "*"
        )
    return int(rate[1]) <= _MOST_DAYS * (24 if rate[2] == "hour" else 1)


CONTROL = Control(
    id="secret-rotates",
    family=Family.SECRETS,
    title="Secret is rotated at least every 90 days",
    severity=Severity.MEDIUM,
    applies_to=("aws:secretsmanager/secret:Secret",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "rotation-dev",
                    _ROTATION,
                    {
                        "secretId": Ref("example-dev", "id"),
                        "rotationRules": {"automaticallyAfterDays": 30},
                    },
                ),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example(
            {},
            others=(
                Other(
                    "rotation-dev",
                    _ROTATION,
                    {
                        "secretId": Ref("example-dev", "id"),
                        "rotationRules": {"automaticallyAfterDays": 365},
                    },
                ),
            ),
        ),
    ),
)
