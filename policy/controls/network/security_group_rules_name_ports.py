"""A rule names its protocol and ports, unless its only source is the group itself.

Why: two roles talk over one port, seldom over all; a rule for everything opens the database's
administration port along with the one that was meant.
Fix: name protocol and ports.

```python
aws.vpc.SecurityGroupIngressRule(
    "cache-from-processor", ip_protocol="tcp", from_port=6379, to_port=6379, ...
)
```

Severity: medium; it widens what a compromised neighbour can reach.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import verdict_of
from policy.network.rules import GROUP_TYPES, INGRESS_RULE, RULE_TYPES, Rule, rules_in
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("one protocol and its ports")


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    for egress in (False, True):
        for rule in rules_in(resource, context.graph, egress=egress):
            if not _is_internal(rule):
                yield _judge(rule)


def _judge(rule: Rule) -> Observation:
    named = None if rule.ports is None else not rule.ports.are_all
    found = phrase("not known before deployment") if named is None else phrase("{0}", rule.ports)
    return Observation(verdict_of(named), rule.path, _EXPECTED, found)


def _is_internal(rule: Rule) -> bool:
    """Whether the group's own members are the only ones on the other side."""
    if rule.ranges or rule.unknown:
        return False
    if not rule.groups:
        return rule.itself
    other = rule.resource.get("referencedSecurityGroupId")
    own = rule.resource.get("securityGroupId")
    return isinstance(own, Unknown) and own.origins != () and own == other


CONTROL = Control(
    id="security-group-rules-name-ports",
    family=Family.NETWORK,
    title="Security group rules name protocol and ports",
    severity=Severity.MEDIUM,
    applies_to=(*GROUP_TYPES, *RULE_TYPES),
    check=_check,
    passing=(
        Example(
            {
                "ingress": [
                    {
                        "protocol": "tcp",
                        "fromPort": 5432,
                        "toPort": 5432,
                        "cidrBlocks": ["10.0.0.0/16"],
                    }
                ]
            }
        ),
    ),
    failing=(
        Example(
            {
                "ingress": [
                    {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["10.0.0.0/16"]}
                ]
            }
        ),
        Example(
            {"ipProtocol": "tcp", "fromPort": 0, "toPort": 65535, "cidrIpv4": "10.0.0.0/16"},
            type=INGRESS_RULE,
        ),
    ),
)
