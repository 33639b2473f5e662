"""Grants outside of documents are not for everybody.

Why: one property suffices to let anybody call a function, launch an image or connect to a service;
no document shows it.
Fix: name the account, the role or the service.

```python
aws.lambda_.Permission(
    "called-by-topic",
    function=function.name,
    action="lambda:InvokeFunction",
    principal="sns.amazonaws.com",
    source_arn=topic.arn,
)
```

Severity: critical; strangers can use the resource.
Not covered: database snapshots, which `snapshots-not-shared` judges.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.judging import Finding, failed, passed, undecided
from policy.iam.plain_grants import Grantee, PlainGrant, grantees, plain_grants
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("grantees that are named")


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    for grant in plain_grants()[resource.type]:
        for grantee in grantees(resource, grant, context.graph):
            finding = _judge(resource, grant, grantee)
            yield Observation(finding.verdict, grantee.path, _EXPECTED, finding.found)


def _judge(resource: Resource, grant: PlainGrant, grantee: Grantee) -> Finding:
    if grantee.name.is_vague:
        return undecided("a grantee that is not known before deployment")
    if not grantee.is_everybody:
        return passed("{0}", grantee.name)
    if grant.confined_by:
        other = resource.read(grant.confined_by)[0]
        if other.is_unknown:
            return undecided("everybody of an organisation that is not known before deployment")
        if not other.is_absent:
            return passed("everybody of one organisation")
    return failed("everybody: {0}", grantee.name)


CONTROL = Control(
    id="iam-grant-not-public",
    family=Family.LEAST_PRIVILEGE,
    title="Grants are not for everybody",
    severity=Severity.CRITICAL,
    applies_to=tuple(plain_grants()),
    check=_check,
    passing=(
        Example(
            {"principal": "*", "organizationId": "o-abc1234567"},
            type="aws:lambda/layerVersionPermission:LayerVersionPermission",
        ),
    ),
    failing=(
        Example({"principal": "*"}, type="aws:lambda/permission:Permission"),
        Example({"allowedPrincipals": ["*"]}, type="aws:ec2/vpcEndpointService:VpcEndpointService"),
        Example({"permissions": {"account_ids": "all"}}, type="aws:ssm/document:Document"),
    ),
)
