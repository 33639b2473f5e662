"""A resource in a VPC is given security groups; it does not fall back to the default one.

Why: without security groups AWS takes the default group of the VPC, which lets everything in it
talk to everything else and which any other resource may change.
Fix: give it a group made for it.

```python
aws.rds.Proxy(name, vpc_security_group_ids=[database_group.id], ...)
```

Severity: medium; neighbours in the VPC can reach the resource.
Not covered: what the groups allow: see the controls on security group rules.
"""

from policy.control import Example, Other, Ref, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="own-security-groups",
    family=Family.NETWORK,
    title="The resource has security groups of its own",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example(
            {"vpcSecurityGroupIds": [Ref("group-dev", "id")]},
            type="aws:rds/proxy:Proxy",
            others=(Other("group-dev", "aws:ec2/securityGroup:SecurityGroup"),),
        ),
    ),
    failing=(
        Example(type="aws:rds/proxy:Proxy"),
        Example(
            type="aws:mwaa/environment:Environment",
            properties={"networkConfiguration": {"subnetIds": []}},
        ),
    ),
)
