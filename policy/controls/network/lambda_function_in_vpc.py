"""A function runs in subnets of the program's network.

Why: outside a VPC a function has unrestricted access to the internet, and nothing in the network
controls or logs what it sends.
Fix: give it subnets and a security group.

```python
aws.lambda_.Function(
    "function",
    vpc_config={"subnet_ids": [subnet_a.id, subnet_c.id], "security_group_ids": [group.id]},
    ...
)
```

Severity: medium; it takes malicious code inside the function.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, phrase


def _check(function: Resource, _: Context) -> Iterable[Observation]:
    yield from expect(function, "vpcConfig.subnetIds").holds(phrase("set"), bool)
    yield from expect(function, "vpcConfig.securityGroupIds").holds(phrase("set"), bool)


CONTROL = Control(
    id="lambda-function-in-vpc",
    family=Family.NETWORK,
    title="Lambda function runs inside the VPC",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    passing=(Example({"vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}}),),
    failing=(
        Example({}),
        Example({"vpcConfig": {"subnetIds": [], "securityGroupIds": []}}),
    ),
)
