"""A bucket uses no access control lists: its owner owns every object.

Why: ACLs grant object by object, out of sight of every policy; with ownership enforced there is
one place to look.
Fix: enforce ownership, which has been the default of new buckets since 2023, and declare no ACL.

```python
aws.s3.BucketOwnershipControls(
    "bucket-ownership-controls",
    bucket=bucket.id,
    rule={"object_ownership": "BucketOwnerEnforced"},
)
```

Severity: medium; it takes somebody to write a wrong ACL.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.buckets import BUCKET_TYPES
from policy.verdict import Observation, Verdict

OWNERSHIP: Final = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
_PRIVATE: Final = ("private",)


def _check(resource: Resource, _: Context) -> Iterable[Observation]:
    if resource.type == OWNERSHIP:
        return expect(resource, "rule.objectOwnership").equals("BucketOwnerEnforced")
    if resource.type in BUCKET_TYPES:
        acl = expect(resource, "acl", absent=Verdict.PASS).one_of(*_PRIVATE)
        return (*acl, *expect(resource, "grants", absent=Verdict.PASS).equals([]))
    return expect(resource, "acl").one_of(*_PRIVATE)


CONTROL = Control(
    id="bucket-acls-disabled",
    family=Family.NETWORK,
    title="Bucket has access control lists switched off",
    severity=Severity.MEDIUM,
    applies_to=(*BUCKET_TYPES, OWNERSHIP, "aws:s3/bucketAcl:BucketAcl"),
    check=_check,
    passing=(
        Example({"bucket": "records-dev"}),
        Example({"rule": {"objectOwnership": "BucketOwnerEnforced"}}, type=OWNERSHIP),
    ),
    failing=(
        Example({"acl": "public-read"}),
        Example({"rule": {"objectOwnership": "ObjectWriter"}}, type=OWNERSHIP),
        Example({"acl": "public-read"}, type="aws:s3/bucketAcl:BucketAcl"),
    ),
)
