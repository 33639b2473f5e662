"""A bucket keeps earlier versions of its objects.

Why: S3 keeps an object in three zones and still forgets it at the first mistaken overwrite or
deletion; only versions bring it back.
Fix: switch versioning on beside the bucket.

```python
aws.s3.BucketVersioning(
    "bucket-versioning", bucket=bucket.id, versioning_configuration={"status": "Enabled"}
)
```

Severity: medium; a mistake is final.
Not covered: directory buckets, which have no versions.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations.buckets import BUCKET_TYPES, both_forms, has_companion
from policy.verdict import Observation, phrase

VERSIONING: Final = "aws:s3/bucketVersioning:BucketVersioning"
_FORMS: Final = both_forms(VERSIONING)


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    if resource.type in _FORMS:
        return expect(resource, "versioningConfiguration.status").equals("Enabled")
    if resource.get("versioning") is not ABSENT:
        return expect(resource, "versioning.enabled").is_true()
    return (has_companion(resource, context, VERSIONING, phrase("versioning")),)


CONTROL = Control(
    id="bucket-versioned",
    family=Family.MULTI_AZ,
    title="Bucket keeps earlier versions of its objects",
    severity=Severity.MEDIUM,
    applies_to=(*BUCKET_TYPES, *_FORMS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"bucket": "records-dev"},
            others=(Other("versioning-dev", VERSIONING, {"bucket": Ref("example-dev", "id")}),),
        ),
        Example({"versioningConfiguration": {"status": "Enabled"}}, type=VERSIONING),
    ),
    failing=(
        Example({"bucket": "records-dev"}),
        Example({"versioningConfiguration": {"status": "Suspended"}}, type=VERSIONING),
        Example({"versioning": {"enabled": False}}),
    ),
)
