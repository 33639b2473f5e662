"""No rule of a security group lets the public internet in, in whichever form it is written.

Why: an open rule needs only a public address, a changed route or a peered network to become an
open door. The control reads inline rules, separate rules of both modules and prefix lists, IPv4
and IPv6, and sees through ranges that are split into pieces.
Fix: name the security group that calls, or the few addresses that must.

```python
aws.vpc.SecurityGroupIngressRule(
    "database-from-processor",
    security_group_id=database.id,
    referenced_security_group_id=processor.id,
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
)
```

Severity: critical; one rule can expose everything behind the group.
Not covered: rules of groups that another program declares.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource
from policy.logic import negated, verdict_of
from policy.network.exposure import is_open_to_internet, users_of
from policy.network.rules import (
    GROUP,
    GROUP_TYPES,
    INGRESS_RULE,
    RULE,
    RULE_TYPES,
    Rule,
    group_of,
    rules_in,
)
from policy.verdict import Observation, Verdict, phrase

_WEB: Final = frozenset({("tcp", 80), ("tcp", 443), ("udp", 443)})
_BALANCERS: Final = frozenset(
    {"aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"}
)
_EXPECTED: Final = phrase("named groups or few known addresses")


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    for rule in rules_in(resource, context.graph, egress=False):
        open_ = is_open_to_internet(rule, context.graph)
        if open_ is not False and _serves_the_web(rule, context.graph):
            found = phrase("{0} for an internet-facing load balancer", rule)
            yield Observation(Verdict.PASS, rule.path, _EXPECTED, found)
        else:
            found = phrase("not known before deployment") if open_ is None else phrase("{0}", rule)
            yield Observation(verdict_of(negated(open_)), rule.path, _EXPECTED, found)


def _serves_the_web(rule: Rule, graph: Graph) -> bool:
    if rule.ports is None or not rule.ports.within(_WEB):
        return False
    own = rule.resource.type in GROUP_TYPES
    groups = (rule.resource,) if own else group_of(rule.resource, graph).found
    users = [user for group in groups for user in users_of(group, graph)]
    return bool(users) and all(
        user.type in _BALANCERS and user.get("internal") in (ABSENT, False) for user in users
    )


CONTROL = Control(
    id="security-group-ingress-not-open",
    family=Family.NETWORK,
    title="Security group admits no open range of the internet",
    severity=Severity.CRITICAL,
    applies_to=(*GROUP_TYPES, *RULE_TYPES),
    check=_check,
    scope=Scope.STACK,
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
        Example(
            {
                "securityGroupId": Ref("group-dev", "id"),
                "referencedSecurityGroupId": Ref("group-dev", "id"),
                "ipProtocol": "-1",
            },
            type=INGRESS_RULE,
            others=(Other("group-dev", GROUP),),
        ),
        Example(
            {
                "ingress": [
                    {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]}
                ]
            },
            others=(
                Other(
                    "balancer-dev",
                    "aws:lb/loadBalancer:LoadBalancer",
                    {"securityGroups": [Ref("example-dev", "id")]},
                ),
            ),
        ),
    ),
    failing=(
        Example(
            {
                "ingress": [
                    {"protocol": "tcp", "fromPort": 22, "toPort": 22, "ipv6CidrBlocks": ["::/0"]}
                ]
            }
        ),
        Example(
            {
                "securityGroupId": Ref("group-dev", "id"),
                "cidrIpv4": "0.0.0.0/0",
                "ipProtocol": "-1",
            },
            type=INGRESS_RULE,
            others=(Other("group-dev", GROUP),),
        ),
        Example(
            {
                "type": "ingress",
                "securityGroupId": Ref("group-dev", "id"),
                "cidrBlocks": ["0.0.0.0/1", "128.0.0.0/1"],
                "protocol": "tcp",
                "fromPort": 443,
                "toPort": 443,
            },
            type=RULE,
            others=(Other("group-dev", GROUP),),
        ),
    ),
)
