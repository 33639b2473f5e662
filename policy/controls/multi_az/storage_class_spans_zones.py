"""Objects are kept in storage classes that span Availability Zones.

Why: the one-zone classes are cheaper because they keep one copy in one zone. Lifecycle rules move
objects there without anybody looking at them again.
Fix: use a class that spans zones.

```python
aws.s3.BucketLifecycleConfiguration(
    name,
    rules=[
        {"id": "archive", "transitions": [{"days": 90, "storage_class": "GLACIER_IR"}]}
    ],
    ...
)
```

Severity: medium; a zone outage makes records unreadable, and the loss of a zone loses them.
Not covered: objects that clients upload with a class of their own.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="storage-class-spans-zones",
    family=Family.MULTI_AZ,
    title="Objects are kept in several Availability Zones",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"storageClass": "STANDARD_IA"}, type="aws:s3/bucketObjectv2:BucketObjectv2"),
    ),
    failing=(
        Example({"storageClass": "ONEZONE_IA"}, type="aws:s3/bucketObjectv2:BucketObjectv2"),
        Example(type="aws:s3/directoryBucket:DirectoryBucket"),
    ),
)
