"""A security group with inline rules has no separate rule resources.

Why: the provider makes the inline rules the whole truth at every update and removes the separate
ones; which rules are in force depends on the order of two deployments.
Fix: use separate rules only.

```python
aws.ec2.SecurityGroup("security-group", description="...", vpc_id=vpc.id)
aws.vpc.SecurityGroupIngressRule("rule", security_group_id=group.id, ...)
```

Severity: medium; what is in force is not what is declared.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.network.rules import separate_rules_of
from policy.verdict import Observation, Verdict, phrase


def _check(group: Resource, context: Context) -> Iterable[Observation]:
    expected = phrase("inline rules or separate ones")
    if group.get("ingress") is ABSENT and group.get("egress") is ABSENT:
        yield Observation(Verdict.PASS, "", expected, phrase("no inline rules"))
        return
    surely, perhaps = separate_rules_of(group, context.graph)
    names = ", ".join(item.name for item in (*surely, *perhaps))
    doubtful = Verdict.UNDETERMINED if perhaps else Verdict.PASS
    found = phrase("inline rules and {0}", names) if names else phrase("inline rules only")
    yield Observation(Verdict.FAIL if surely else doubtful, "", expected, found)


CONTROL = Control(
    id="security-group-rules-in-one-form",
    family=Family.NETWORK,
    title="A security group declares its rules inline or separately, not both",
    severity=Severity.MEDIUM,
    applies_to=("aws:ec2/securityGroup:SecurityGroup",),
    check=_check,
    scope=Scope.STACK,
    passing=(
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
        Example({"ingress": [{"protocol": "tcp", "fromPort": 5432, "toPort": 5432, "self": True}]}),
    ),
    failing=(
        Example(
            {"ingress": [{"protocol": "tcp", "fromPort": 5432, "toPort": 5432, "self": True}]},
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
