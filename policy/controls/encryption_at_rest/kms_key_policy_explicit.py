"""A key has a policy that the program declares.

Why: without one AWS gives the key its default policy, which leaves every decision to IAM policies
elsewhere; nobody can read from the program who may decrypt.
Fix: declare the policy.

```python
aws.kms.Key("key", policy=json.dumps({"Version": "2012-10-17", "Statement": []}), ...)
```

Severity: medium; access is decided out of sight.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.logic import Claim, any_of, verdict_of
from policy.relations import referrers_by
from policy.verdict import Observation, phrase

_COMPANION: Final = "aws:kms/keyPolicy:KeyPolicy"


def _check(key: Resource, context: Context) -> Iterable[Observation]:
    surely, perhaps = referrers_by(key, "keyId", context.graph, _COMPANION)
    policies = [key.get("policy"), *(item.get("policy") for item in surely)]
    stated = any_of([*(_is_stated(policy) for policy in policies), *(None for _ in perhaps)])
    found = phrase("set") if stated else phrase("none")
    yield Observation(verdict_of(stated), "policy", phrase("a policy of its own"), found)


def _is_stated(policy: object) -> Claim:
    # A policy that is not known in full is a policy all the same, if something in it is.
    if isinstance(policy, Unknown):
        return True if policy.origins or policy.text else None
    return policy is not ABSENT and policy not in ("", {}, "{}")


CONTROL = Control(
    id="kms-key-policy-explicit",
    family=Family.ENCRYPTION_AT_REST,
    title="KMS key states its policy",
    severity=Severity.MEDIUM,
    applies_to=("aws:kms/key:Key",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example({"policy": '{"Version": "2012-10-17", "Statement": []}'}),
        Example(
            {},
            others=(
                Other(
                    "policy-dev",
                    "aws:kms/keyPolicy:KeyPolicy",
                    {"keyId": Ref("example-dev", "keyId"), "policy": "{...}"},
                ),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example({"policy": ""}),
    ),
)
