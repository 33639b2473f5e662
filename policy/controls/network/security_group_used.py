"""A security group is attached to something in the program.

Why: an unused group is a set of rules waiting for somebody to attach it by mistake.
Fix: attach it or remove it.

```python
aws.rds.Instance("instance", vpc_security_group_ids=[group.id], ...)
```

Severity: low; nothing is exposed until somebody uses it.
Not covered: groups that are exported for other programs: exempt them by name.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.network.exposure import users_of
from policy.verdict import Observation, Verdict, phrase


def _check(group: Resource, context: Context) -> Iterable[Observation]:
    users = users_of(group, context.graph)
    expected = phrase("attached to something")
    if users:
        names = ", ".join(user.name for user in users)
        yield Observation(Verdict.PASS, "", expected, phrase("attached to {0}", names))
    else:
        yield Observation(Verdict.FAIL, "", expected, phrase("attached to nothing"))


CONTROL = Control(
    id="security-group-used",
    family=Family.NETWORK,
    title="Every security group protects something",
    severity=Severity.LOW,
    applies_to=("aws:ec2/securityGroup:SecurityGroup",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "function-dev",
                    "aws:lambda/function:Function",
                    {"vpcConfig": {"securityGroupIds": [Ref("example-dev", "id")]}},
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
                    "rule-dev",
                    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
                    {"securityGroupId": Ref("example-dev", "id")},
                ),
            ),
        ),
    ),
)
