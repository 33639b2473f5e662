"""Deletion works although the resource is not empty or still in use.

Why: buckets, repositories, vaults and roles refuse to be deleted while they hold objects, images
or attachments, and after a test run they always do.
Fix: allow the deletion to empty the resource.

```python
aws.s3.Bucket(name, force_destroy=True, ...)
```

Severity: medium; `pulumi destroy` fails half way.
Not covered: what other programs keep in use.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="destroy-empties-and-forces",
    family=Family.DESTROYABLE,
    title="Deletion works while the resource holds something",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(Example({"forceDestroy": True}, type="aws:s3/bucket:Bucket"),),
    failing=(
        Example(type="aws:s3/bucket:Bucket"),
        Example({"forceDestroy": False}, type="aws:s3/bucket:Bucket"),
        Example(type="aws:ecr/repository:Repository"),
    ),
)
