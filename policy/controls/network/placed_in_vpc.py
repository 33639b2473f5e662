"""A workload that can run inside the VPC does.

Why: outside the VPC a job reaches the whole internet and its traffic to other services passes no
security group, endpoint policy or flow log of ours.
Fix: give it subnets and security groups.

```python
aws.codebuild.Project(
    name,
    vpc_config={"vpc_id": vpc.id, "subnets": [subnet.id], "security_group_ids": [group.id]},
    ...
)
```

Severity: medium; a hijacked job can send data anywhere.
Not covered: Lambda functions: see `lambda-function-in-vpc`.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="placed-in-vpc",
    family=Family.NETWORK,
    title="The workload runs inside the VPC",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"enhancedVpcRouting": True}, type="aws:redshiftserverless/workgroup:Workgroup"),
    ),
    failing=(
        Example(type="aws:redshiftserverless/workgroup:Workgroup"),
        Example(type="aws:sagemaker/trainingJob:TrainingJob"),
    ),
)
