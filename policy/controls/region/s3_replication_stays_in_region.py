"""S3 replicates only to buckets of this stack in an allowed region.

Why: the ARN of a bucket does not tell its region, so a replication rule can copy every object
abroad without any property saying so.

Fix: replicate to a bucket that the program declares itself:

    destination={"bucket": copies.arn}

Severity: critical, since every object is copied.

Not covered: the owner of the destination account, which network and IAM controls judge.
"""

from __future__ import annotations

from policy.catalog.control import catalog_control
from policy.control import Example, Other, Ref, Severity
from policy.families import Family

_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_BUCKET = "aws:s3/bucket:Bucket"

CONTROL = catalog_control(
    id="s3-replication-stays-in-region",
    family=Family.REGION,
    title="S3 replicates only to buckets in an allowed region",
    severity=Severity.CRITICAL,
    documentation=__doc__,
    passing=(
        Example(
            {"rules": [{"destination": {"bucket": Ref("copies-dev")}}]},
            type=_REPLICATION,
            others=(Other("copies-dev", _BUCKET),),
        ),
    ),
    failing=(
        Example(
            {"rules": [{"destination": {"bucket": "arn:aws:s3:::copies-dev"}}]},
            type=_REPLICATION,
            others=(Other("copies-dev", _BUCKET, {"bucket": "copies-dev", "region": "us-west-2"}),),
        ),
    ),
)
