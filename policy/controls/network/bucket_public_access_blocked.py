"""A bucket has a public access block of its own with all four switches on.

Why: the block overrules every policy and ACL, today's and tomorrow's; its switches are off unless
declared, and a block without them blocks nothing. AWS gives new buckets one since April 2023, but
what nobody declares nobody restores when it is taken off.
Fix: declare the block with all four switches.

```python
aws.s3.BucketPublicAccessBlock(
    "bucket-public-access-block",
    bucket=bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
```

Severity: critical; a public bucket is found within hours.
Not covered: the account-wide block, which a program may rely on only by exemption.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.buckets import BUCKET_TYPES, has_companion
from policy.verdict import Observation, phrase

BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
_SWITCHES: Final = (
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
)


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    if resource.type == BLOCK:
        return tuple(item for name in _SWITCHES for item in expect(resource, name).is_true())
    return (has_companion(resource, context, BLOCK, phrase("a public access block")),)


CONTROL = Control(
    id="bucket-public-access-blocked",
    family=Family.NETWORK,
    title="Bucket blocks every form of public access",
    severity=Severity.CRITICAL,
    applies_to=(*BUCKET_TYPES, BLOCK),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"bucket": "records-dev"},
            others=(Other("block-dev", BLOCK, {"bucket": Ref("example-dev", "id")}),),
        ),
        Example(
            {
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
            },
            type=BLOCK,
        ),
    ),
    failing=(
        Example({"bucket": "records-dev"}),
        Example({"bucket": "records-dev", "blockPublicAcls": True}, type=BLOCK),
    ),
)
