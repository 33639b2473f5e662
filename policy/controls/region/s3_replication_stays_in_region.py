"""S3 replicates only to buckets of this stack in an allowed region.

Why: the ARN of a bucket does not tell its region, so a replication rule can copy every object
abroad without any property saying so.
Fix: replicate to a bucket that the program declares itself.

```python
aws.s3.BucketReplicationConfig(
    name, rules=[{"status": "Enabled", "destination": {"bucket": copies.arn}}], ...
)
```

Severity: critical; every object is copied.
Not covered: who owns the destination account.
"""

from policy.control import Example, Other, Ref, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="s3-replication-stays-in-region",
    family=Family.REGION,
    title="S3 replicates only to buckets in an allowed region",
    severity=Severity.CRITICAL,
    documentation=__doc__,
    passing=(
        Example(
            {"rules": [{"destination": {"bucket": Ref("copies-dev")}}]},
            type="aws:s3/bucketReplicationConfig:BucketReplicationConfig",
            others=(Other("copies-dev", "aws:s3/bucket:Bucket"),),
        ),
    ),
    failing=(
        Example(
            {"rules": [{"destination": {"bucket": "arn:aws:s3:::copies-dev"}}]},
            type="aws:s3/bucketReplicationConfig:BucketReplicationConfig",
            others=(
                Other(
                    "copies-dev",
                    "aws:s3/bucket:Bucket",
                    {"bucket": "copies-dev", "region": "us-west-2"},
                ),
            ),
        ),
    ),
)
