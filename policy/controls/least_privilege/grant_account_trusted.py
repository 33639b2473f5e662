"""Grants outside of documents go to the own account or to trusted ones.

Why: an account that nobody recognises is a partner long gone, a typing error, or an intruder's way
back in.
Fix: name the own account, or add the other one to the setting `trustedAccounts`. The setting
`accountId` tells which account is the own one.

```python
aws.kms.Grant(
    "reader", key_id=key.key_id, grantee_principal=role.arn, operations=["Decrypt", "DescribeKey"]
)
```

Severity: high; whoever runs the other account decides who uses the resource.
Not covered: organisations and their units, whose accounts are not known here.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.judging import Finding, failed, passed, undecided
from policy.iam.plain_grants import Grantee, grantees, plain_grants
from policy.iam.principals import Standing, standing_of
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("the own account or a trusted one")


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    for grant in plain_grants()[resource.type]:
        for grantee in grantees(resource, grant, context.graph):
            finding = _judge(grantee, context)
            if finding is not None:
                yield Observation(finding.verdict, grantee.path, _EXPECTED, finding.found)


def _judge(grantee: Grantee, context: Context) -> Finding | None:
    if grantee.is_everybody or ":organizations:" in grantee.name.shape:
        return None
    standing = standing_of(grantee.name, context)
    if standing is None:
        return None
    if standing is Standing.UNKNOWN:
        return undecided(
            "{0}, of an account that is not known here: configure accountId and trustedAccounts",
            grantee.name,
        )
    if standing is Standing.FOREIGN:
        return failed("{0}, an account that the settings do not name", grantee.name)
    return passed("{0}", grantee.name)


CONTROL = Control(
    id="iam-grant-account-trusted",
    family=Family.LEAST_PRIVILEGE,
    title="Grants go to the own account or to trusted ones",
    severity=Severity.HIGH,
    applies_to=tuple(plain_grants()),
    check=_check,
    passing=(
        Example(
            {"granteePrincipal": Ref("role-dev"), "operations": ["Decrypt"]},
            type="aws:kms/grant:Grant",
            others=(Other("role-dev", "aws:iam/role:Role"),),
        ),
    ),
    failing=(
        Example(
            {"principalArn": "arn:aws:iam::*:role/partner"},
            type=("aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"),
        ),
    ),
)
