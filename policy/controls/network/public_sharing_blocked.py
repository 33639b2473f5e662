"""Objects, snapshots, images and secrets cannot be shared with the public.

Why: one wrong grant is enough to publish data; the block makes it impossible, whoever makes the
mistake.
Fix: block public sharing, for the account and for each resource.

```python
aws.s3.AccountPublicAccessBlock(
    name,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
```

Severity: high; data can be published by one mistake.
Not covered: a bucket's own block: see `bucket-public-access-blocked`.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="public-sharing-blocked",
    family=Family.NETWORK,
    title="Sharing with the public is blocked",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"state": "block-all-sharing"},
            type="aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        ),
        Example({"acl": "private"}, type="aws:s3/bucketObjectv2:BucketObjectv2"),
    ),
    failing=(
        Example(
            {"state": "unblocked"},
            type="aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        ),
        Example({"acl": "public-read"}, type="aws:s3/bucketObjectv2:BucketObjectv2"),
        Example(type="aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"),
    ),
)
