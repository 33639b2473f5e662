"""A network ACL lets the internet in to no administration, file transfer or database port.

Why: the ACL is the last line when a security group is wrong; one that admits everything is none.
Fix: admit what the subnet serves, and the ephemeral ports that answers come back to.

```python
aws.ec2.NetworkAcl(
    "network-acl",
    ingress=[
        {"rule_no": 100, "action": "allow", "protocol": "tcp", "cidr_block": "10.0.0.0/16",
         "from_port": 0, "to_port": 65535},
    ],
    ...
)
```

Severity: medium; security groups still stand in between.
Not covered: rules that come before in an ACL of another program; a separate rule of such an ACL is
judged alone.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.logic import Claim, negated, verdict_of
from policy.network.acls import ACL_RULE, ACL_TYPES, admits, rule_admits
from policy.network.ports import Ports
from policy.relations import links
from policy.verdict import Observation, phrase

_PORTS: Final = (20, 21, 22, 23, 3389, 5432, 3306, 6379, 1433, 1521)


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    for port in _PORTS:
        ports = Ports("tcp", port, port)
        if resource.type in ACL_TYPES:
            yield _observe(admits(resource, ports, context.graph), "ingress", port)
        elif _judged_alone(resource, context):
            yield _observe(rule_admits(resource, ports), "cidrBlock", port)


def _observe(admitted: Claim, path: str, port: int) -> Observation:
    expected = phrase("nobody from the internet at administration, file or database ports")
    found = phrase("the internet at tcp {0}", port) if admitted else phrase("tcp {0}", port)
    return Observation(verdict_of(negated(admitted)), path, expected, found)


def _judged_alone(rule: Resource, context: Context) -> bool:
    """Whether no ACL of the program is judged together with the rule, or perhaps none."""
    alone = not links(rule, "networkAclId", context.graph, *ACL_TYPES).found
    return alone and rule.get("egress") is not True


CONTROL = Control(
    id="network-acl-not-open",
    family=Family.NETWORK,
    title="Network ACL admits nobody to administration ports",
    severity=Severity.MEDIUM,
    applies_to=(*ACL_TYPES, ACL_RULE),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {
                "ingress": [
                    {
                        "ruleNo": 100,
                        "action": "allow",
                        "protocol": "tcp",
                        "cidrBlock": "0.0.0.0/0",
                        "fromPort": 443,
                        "toPort": 443,
                    }
                ]
            }
        ),
        Example({}),
    ),
    failing=(
        Example(
            {
                "ingress": [
                    {
                        "ruleNo": 100,
                        "action": "allow",
                        "protocol": "-1",
                        "cidrBlock": "0.0.0.0/0",
                        "fromPort": 0,
                        "toPort": 0,
                    }
                ]
            }
        ),
        Example(
            {},
            others=(
                Other(
                    "rule-dev",
                    "aws:ec2/networkAclRule:NetworkAclRule",
                    {
                        "networkAclId": Ref("example-dev", "id"),
                        "ruleNumber": 90,
                        "ruleAction": "allow",
                        "protocol": "6",
                        "ipv6CidrBlock": "::/0",
                        "fromPort": 20,
                        "toPort": 30,
                    },
                ),
            ),
        ),
        Example(
            {
                "networkAclId": "acl-0123456789abcdef0",
                "ruleNumber": 100,
                "ruleAction": "allow",
                "protocol": "tcp",
                "cidrBlock": "0.0.0.0/0",
                "fromPort": 22,
                "toPort": 22,
            },
            type=ACL_RULE,
        ),
    ),
)
