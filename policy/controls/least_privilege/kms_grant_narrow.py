"""A KMS grant is for one principal and cannot be handed on.

Why: a grant works beside the key's policy, where few look. With `CreateGrant` its holder passes it
on; for an account as a whole it reaches everybody there.
Fix: name the role, and the operations that it needs.

```python
aws.kms.Grant(
    "reader", key_id=key.key_id, grantee_principal=role.arn, operations=["Decrypt", "DescribeKey"]
)
```

Severity: high; access to a key that its policy does not show.
Not covered: whether the grantee's account is trusted, which `iam-grant-account-trusted` judges.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.iam.judging import Finding, failed, passed, undecided
from policy.iam.reading import text_of
from policy.iam.text import Text
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("one role or user")


def _check(grant: Resource, context: Context) -> Iterator[Observation]:
    yield from expect(grant, "operations[]").none_of("CreateGrant")
    for reading in grant.read("granteePrincipal"):
        name = text_of(reading.value, context.graph)
        finding = failed("nobody") if name is None else _of_grantee(name)
        yield Observation(finding.verdict, reading.path, _EXPECTED, finding.found)


def _of_grantee(name: Text) -> Finding:
    if name.is_vague:
        return undecided("a principal that is not known before deployment")
    whole = name.shape.endswith(":root") or "*" in name.literals or name.shape.isdigit()
    return failed("{0}", name) if whole else passed("{0}", name)


_ROLE: Final = "arn:aws:iam::000000000000:role/app-dev"

CONTROL = Control(
    id="kms-grant-narrow",
    family=Family.LEAST_PRIVILEGE,
    title="KMS grants are for one principal and cannot be handed on",
    severity=Severity.HIGH,
    applies_to=("aws:kms/grant:Grant",),
    check=_check,
    passing=(Example({"granteePrincipal": _ROLE, "operations": ["Decrypt", "DescribeKey"]}),),
    failing=(
        Example({"granteePrincipal": _ROLE, "operations": ["Decrypt", "CreateGrant"]}),
        Example({"granteePrincipal": "arn:aws:iam::000000000000:root", "operations": ["Decrypt"]}),
    ),
)
