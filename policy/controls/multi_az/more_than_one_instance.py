"""A service that counts its instances runs more than one.

Why: several zones help nothing while there is one instance: it stands in one of them.
Fix: ask for at least two instances, or three where they vote.

```python
aws.ecs.Service(name, desired_count=2, ...)
```

Severity: medium; the service stops until a new instance is up, but starts by itself.
Not covered: whether the instances land in different zones, which the services see to.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="more-than-one-instance",
    family=Family.MULTI_AZ,
    title="More than one instance runs",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"minSize": 2}, type="aws:autoscaling/group:Group"),
        Example({"desiredCount": 2}, type="aws:ecs/service:Service"),
    ),
    failing=(
        Example({"minSize": 1}, type="aws:autoscaling/group:Group"),
        Example({"desiredCount": 1}, type="aws:ecs/service:Service"),
        Example(type="aws:ecs/service:Service"),
    ),
)
