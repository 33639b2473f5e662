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
from policy.logic import any_of, negated, verdict_of
from policy.network.rules import RULE_TYPES, group_of
from policy.verdict import Observation, Verdict, phrase


def _check(group: Resource, context: Context) -> Iterable[Observation]:
    expected = phrase("inline rules or separate ones")
    inline = group.get("ingress") is not ABSENT or group.get("egress") is not ABSENT
    separate = [
        (item.name, group_of(item, context.graph).mentions(group))
        for item in context.graph.of_types(*RULE_TYPES)
    ]
    if not inline:
        yield Observation(Verdict.PASS, "", expected, phrase("no inline rules"))
        return
    both = any_of(mentioned for _, mentioned in separate)
    names = ", ".join(name for name, mentioned in separate if mentioned is not False)
    found = phrase("inline rules and {0}", names) if names else phrase("inline rules only")
    yield Observation(verdict_of(negated(both)), "", expected, found)


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
