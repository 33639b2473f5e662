"""No rule of a security group lets traffic out to the public internet at large.

Why: whoever gets code to run inside needs a way to carry data out; an open outbound rule is that
way.
Fix: name the group or the prefix list that is called.

```python
aws.vpc.SecurityGroupEgressRule(
    "processor-to-database",
    security_group_id=processor.id,
    referenced_security_group_id=database.id,
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
)
```

Severity: medium; it takes an intruder first.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.logic import negated, verdict_of
from policy.network.exposure import is_open_to_internet
from policy.network.rules import EGRESS_RULE, GROUP, GROUP_TYPES, RULE_TYPES, rules_in
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("named groups, prefix lists or few known addresses")


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    for rule in rules_in(resource, context.graph, egress=True):
        open_ = is_open_to_internet(rule, context.graph, egress=True)
        found = phrase("not known before deployment") if open_ is None else phrase("{0}", rule)
        yield Observation(verdict_of(negated(open_)), rule.path, _EXPECTED, found)


CONTROL = Control(
    id="security-group-egress-not-open",
    family=Family.NETWORK,
    title="Security group lets nothing out to the internet at large",
    severity=Severity.MEDIUM,
    applies_to=(*GROUP_TYPES, *RULE_TYPES),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {
                "egress": [
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
                "prefixListId": Ref("endpoint-dev", "prefixListId"),
                "ipProtocol": "tcp",
                "fromPort": 443,
                "toPort": 443,
            },
            type=EGRESS_RULE,
            others=(
                Other("group-dev", GROUP),
                Other(
                    "endpoint-dev",
                    "aws:ec2/vpcEndpoint:VpcEndpoint",
                    {"vpcEndpointType": "Gateway"},
                ),
            ),
        ),
    ),
    failing=(
        Example(
            {
                "egress": [
                    {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}
                ]
            }
        ),
        Example(
            {"securityGroupId": Ref("group-dev", "id"), "cidrIpv6": "::/0", "ipProtocol": "-1"},
            type=EGRESS_RULE,
            others=(Other("group-dev", GROUP),),
        ),
    ),
)
