"""A bucket says how long it keeps its objects.

Why: what nobody decides to delete stays for ever: records of customers, old versions, and parts of
uploads that failed and are paid for unseen.
Fix: declare when objects expire, and when failed uploads are given up.

```python
aws.s3.BucketLifecycleConfiguration(
    "bucket-lifecycle-configuration",
    bucket=bucket.id,
    rules=[
        {
            "id": "expire",
            "status": "Enabled",
            "expiration": {"days": 400},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        },
    ],
)
```

Severity: low; personal data outlives its purpose.
Not covered: whether the time fits the data.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.logic import Claim, any_of, verdict_of
from policy.relations.buckets import BUCKET_TYPES, both_forms, has_companion
from policy.verdict import Observation, phrase

LIFECYCLE: Final = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
_FORMS: Final = both_forms(LIFECYCLE)
_ENDS: Final = phrase("a rule that ends or moves objects")
_DEMANDS: Final = {
    _ENDS: ("expiration", "noncurrentVersionExpiration", "transitions", "transition"),
    phrase("a rule that gives failed uploads up"): (
        "abortIncompleteMultipartUpload",
        "abortIncompleteMultipartUploadDays",
    ),
}


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    if resource.type in _FORMS or resource.get("lifecycleRules") is not ABSENT:
        path = "rules" if resource.type in _FORMS else "lifecycleRules"
        rules = [reading.value for reading in resource.read(f"{path}[]")]
        for expected, names in _DEMANDS.items():
            claim = any_of(_does(rule, names) for rule in rules)
            found = phrase("set") if claim else phrase("none")
            yield Observation(verdict_of(claim), path, expected, found)
    else:
        yield has_companion(resource, context, LIFECYCLE, _ENDS)


def _does(rule: object, names: Sequence[str]) -> Claim:
    if isinstance(rule, Unknown):
        return None
    if not isinstance(rule, Mapping):
        return False
    switches = (rule.get("status"), rule.get("enabled"))
    if any(isinstance(item, Unknown) for item in switches):
        return None
    return ("Enabled" in switches or True in switches) and any(rule.get(name) for name in names)


_WHOLE: Final = {
    "status": "Enabled",
    "expiration": {"days": 400},
    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
}

CONTROL = Control(
    id="bucket-objects-expire",
    family=Family.OBSERVABILITY,
    title="Bucket says how long it keeps its objects",
    severity=Severity.LOW,
    applies_to=(*BUCKET_TYPES, *_FORMS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"bucket": "records-dev"},
            others=(Other("lifecycle-dev", LIFECYCLE, {"bucket": Ref("example-dev", "id")}),),
        ),
        Example({"rules": [_WHOLE]}, type=LIFECYCLE),
    ),
    failing=(
        Example({"bucket": "records-dev"}),
        Example({"rules": [{**_WHOLE, "status": "Disabled"}]}, type=LIFECYCLE),
        Example({"rules": [{"status": "Enabled", "expiration": {"days": 400}}]}, type=LIFECYCLE),
    ),
)
