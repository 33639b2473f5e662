"""A bucket says how long it keeps its objects.

Why: what nobody decides to delete stays for ever: records of customers, old versions, and parts of
uploads that failed and are paid for unseen.
Fix: declare when objects expire.

```python
aws.s3.BucketLifecycleConfiguration(
    "bucket-lifecycle-configuration",
    bucket=bucket.id,
    rules=[{"id": "expire", "status": "Enabled", "expiration": {"days": 400}}],
)
```

Severity: low; personal data outlives its purpose.
Not covered: whether the time fits the data.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.logic import Claim, any_of, verdict_of
from policy.relations.buckets import BUCKET_TYPES, has_companion
from policy.verdict import Observation, phrase

LIFECYCLE: Final = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
_ENDS: Final = ("expiration", "noncurrentVersionExpiration", "transitions", "transition")


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    expected = phrase("a rule that ends or moves objects")
    if resource.type == LIFECYCLE or resource.get("lifecycleRules") is not ABSENT:
        path = "rules" if resource.type == LIFECYCLE else "lifecycleRules"
        rules = [reading.value for reading in resource.read(f"{path}[]")]
        claim = any_of(_acts(rule) for rule in rules)
        found = phrase("set") if claim else phrase("none")
        yield Observation(verdict_of(claim), path, expected, found)
    else:
        yield has_companion(resource, context, LIFECYCLE, expected)


def _acts(rule: object) -> Claim:
    if isinstance(rule, Unknown):
        return None
    if not isinstance(rule, Mapping):
        return False
    switches = (rule.get("status"), rule.get("enabled"))
    if any(isinstance(item, Unknown) for item in switches):
        return None
    return ("Enabled" in switches or True in switches) and any(rule.get(name) for name in _ENDS)


CONTROL = Control(
    id="bucket-objects-expire",
    family=Family.OBSERVABILITY,
    title="Bucket says how long it keeps its objects",
    severity=Severity.LOW,
    applies_to=(*BUCKET_TYPES, LIFECYCLE),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"bucket": "records-dev"},
            others=(Other("lifecycle-dev", LIFECYCLE, {"bucket": Ref("example-dev", "id")}),),
        ),
        Example({"rules": [{"status": "Enabled", "expiration": {"days": 400}}]}, type=LIFECYCLE),
    ),
    failing=(
        Example({"bucket": "records-dev"}),
        Example({"rules": [{"status": "Disabled", "expiration": {"days": 1}}]}, type=LIFECYCLE),
        Example({"rules": [{"status": "Enabled"}]}, type=LIFECYCLE),
    ),
)
