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
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.logic import verdict_of
from policy.redaction import describe
from policy.relations import is_named
from policy.verdict import Observation, phrase

_PATHS: Final = ("vpcConfig.subnetIds", "vpcConfig.securityGroupIds")


def _check(function: Resource, context: Context) -> Iterable[Observation]:
    for path in _PATHS:
        reading = function.read(path)[0]
        claim = False if reading.value == [] else is_named(reading.value)
        found = describe(function, reading, context.graph)
        yield Observation(verdict_of(claim), reading.path, phrase("set"), found)


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
