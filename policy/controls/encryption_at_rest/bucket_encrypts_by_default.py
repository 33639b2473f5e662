"""A bucket has a default encryption of its own, which the tables then judge.

Why: a bucket without one encrypts with a key that Amazon S3 owns. Such a key cannot be restricted,
audited or withdrawn, and no property of the bucket shows it.
Fix: declare the default encryption beside the bucket.

```python
aws.s3.BucketServerSideEncryptionConfiguration(
    "encryption",
    bucket=bucket.id,
    rules=[
        {
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": key.arn,
            }
        }
    ],
)
```

Severity: high; the data is encrypted, but not under JapanCart's control.
Not covered: which key it names: see `encryption-at-rest-customer-key`; directory buckets.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations.buckets import BUCKET_TYPES, has_companion
from policy.verdict import Observation, phrase

_COMPANION: Final = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
_INLINE: Final = ("serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations")


def _check(bucket: Resource, context: Context) -> Iterator[Observation]:
    for name in _INLINE:
        if bucket.get(name) is not ABSENT:
            yield from expect(bucket, name).is_present()
            return
    yield has_companion(bucket, context, _COMPANION, phrase("a default encryption"))


CONTROL = Control(
    id="bucket-encrypts-by-default",
    family=Family.ENCRYPTION_AT_REST,
    title="Bucket has a default encryption of its own",
    severity=Severity.HIGH,
    applies_to=BUCKET_TYPES,
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"bucket": "records-dev"},
            others=(Other("encryption-dev", _COMPANION, {"bucket": Ref("example-dev", "id")}),),
        ),
        Example({"serverSideEncryptionConfiguration": {"rule": {}}}),
    ),
    failing=(
        Example({"bucket": "records-dev"}),
        Example(
            {"bucket": "records-dev"},
            others=(Other("encryption-dev", _COMPANION, {"bucket": "other-dev"}),),
        ),
    ),
)
