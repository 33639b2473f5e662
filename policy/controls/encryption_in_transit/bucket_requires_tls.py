"""A bucket's policy denies every request, to it and to its objects, that does not come over TLS.

Why: S3 answers on HTTP as well; a statement that covers the bucket but not its objects leaves the
objects readable.
Fix: deny everything that does not come over TLS in the policy of the bucket.

```python
statement = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": [bucket_arn, f"{bucket_arn}/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
```

Severity: medium; AWS's own SDKs use TLS, others need not.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.buckets import BUCKET_TYPES
from policy.relations.tls_only import PolicyPlace, requires_tls
from policy.verdict import Observation

_PLACE: Final = PolicyPlace(
    "aws:s3/bucketPolicy:BucketPolicy", "bucket", "bucket", endings=("", "/*")
)


def _check(bucket: Resource, context: Context) -> Iterable[Observation]:
    return (requires_tls(bucket, _PLACE, context),)


CONTROL = Control(
    id="bucket-requires-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Bucket refuses requests without TLS",
    severity=Severity.MEDIUM,
    applies_to=BUCKET_TYPES,
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"bucket": "records-dev"},
            others=(
                Other(
                    "policy-dev",
                    "aws:s3/bucketPolicy:BucketPolicy",
                    {
                        "bucket": "records-dev",
                        "policy": {
                            "Statement": [
                                {
                                    "Effect": "Deny",
                                    "Principal": "*",
                                    "Action": "s3:*",
                                    "Resource": [
                                        "arn:aws:s3:::records-dev",
                                        "arn:aws:s3:::records-dev/*",
                                    ],
                                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                                }
                            ]
                        },
                    },
                ),
            ),
        ),
    ),
    failing=(
        Example({"bucket": "records-dev"}),
        Example(
            {"bucket": "records-dev"},
            others=(
                Other(
                    "policy-dev",
                    "aws:s3/bucketPolicy:BucketPolicy",
                    {
                        "bucket": "records-dev",
                        "policy": {
                            "Statement": [
                                {
                                    "Effect": "Deny",
                                    "Principal": "*",
                                    "Action": "s3:*",
                                    "Resource": ["arn:aws:s3:::records-dev"],
                                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                                }
                            ]
                        },
                    },
                ),
            ),
        ),
    ),
)
