"""Workloads offer no shell, no way to their host and no image that can be swapped.

Why: who breaks into a container should find nothing more: a privileged container is root on its
host, an interactive session needs no break-in at all, and a tag that can be moved runs other code
at the next start than the one that was reviewed.
Fix: leave privileges and sessions off, and make image tags immutable.

```python
aws.ecr.Repository(name, image_tag_mutability="IMMUTABLE", ...)
```

Severity: medium; it takes a break-in, or somebody with access, to make use of it.
Not covered: what the code in the container does.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="workload-hardened",
    family=Family.NETWORK,
    title="Workloads offer no shell, host access or swappable image",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"imageTagMutability": "IMMUTABLE"}, type="aws:ecr/repository:Repository"),
        Example(
            {"networkMode": "awsvpc", "containerDefinitions": '[{"name": "score"}]'},
            type="aws:ecs/taskDefinition:TaskDefinition",
        ),
    ),
    failing=(
        Example(type="aws:ecr/repository:Repository"),
        Example({"enableExecuteCommand": True}, type="aws:ecs/service:Service"),
        Example(
            {"networkMode": "awsvpc", "containerDefinitions": '[{"privileged": true}]'},
            type="aws:ecs/taskDefinition:TaskDefinition",
        ),
    ),
)
