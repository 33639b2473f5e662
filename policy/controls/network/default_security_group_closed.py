"""A VPC's default security group is adopted by the program and has no rules.

Why: whatever is started without a group gets the default one, in which by default every member
reaches every other and the whole internet.
Fix: adopt it without rules.

```python
aws.ec2.DefaultSecurityGroup("default-security-group", vpc_id=vpc.id, ingress=[], egress=[])
```

Severity: high; forgetting a group must not open one.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Graph, Resource
from policy.network.routes import VPC
from policy.network.rules import DEFAULT_GROUP, group_of, rules_of
from policy.relations import referrers_by
from policy.verdict import Observation, Verdict, phrase

_NO_RULES: Final = phrase("no rules")


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    if resource.type == VPC:
        return (_adopted(resource, context.graph),)
    return tuple(_emptied(resource, context.graph))


def _adopted(vpc: Resource, graph: Graph) -> Observation:
    expected = phrase("a default security group without rules")
    surely, perhaps = referrers_by(vpc, "vpcId", graph, DEFAULT_GROUP)
    if surely:
        found = phrase("adopted as {0}", surely[0].name)
        return Observation(Verdict.PASS, "", expected, found)
    verdict = Verdict.UNDETERMINED if perhaps else Verdict.FAIL
    return Observation(verdict, "", expected, phrase("left as AWS creates it"))


def _emptied(group: Resource, graph: Graph) -> Iterator[Observation]:
    rules = [rule for egress in (False, True) for rule in rules_of(group, graph, egress=egress)]
    if not rules:
        yield Observation(Verdict.PASS, "", _NO_RULES, _NO_RULES)
    for rule in rules:
        sure = rule.resource == group or group_of(rule.resource, graph).mentions(group)
        verdict = Verdict.FAIL if sure and rule.ports else Verdict.UNDETERMINED
        yield Observation(verdict, rule.path, _NO_RULES, phrase("{0}", rule))


CONTROL = Control(
    id="default-security-group-closed",
    family=Family.NETWORK,
    title="The default security group of every VPC permits nothing",
    severity=Severity.HIGH,
    applies_to=(VPC, DEFAULT_GROUP),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {}, others=(Other("default-dev", DEFAULT_GROUP, {"vpcId": Ref("example-dev", "id")}),)
        ),
        Example({"ingress": [], "egress": []}, type=DEFAULT_GROUP),
    ),
    failing=(
        Example({}),
        Example(
            {"ingress": [{"protocol": "-1", "self": True, "fromPort": 0, "toPort": 0}]},
            type=DEFAULT_GROUP,
        ),
    ),
)
