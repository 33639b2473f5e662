"""A bucket logs the requests it gets into another bucket.

Why: policies say who may read an object, only the access log says who did.
Fix: name a bucket for the log.

```python
aws.s3.BucketLogging(
    "bucket-logging", bucket=bucket.id, target_bucket=logs.id, target_prefix="records/"
)
```

Severity: low; CloudTrail data events are an alternative.
Not covered: buckets that keep access logs themselves.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource
from policy.relations import referrers_by
from policy.relations.buckets import BUCKET_TYPES, both_forms, has_companion
from policy.verdict import Observation, phrase

_LOGGING: Final = "aws:s3/bucketLogging:BucketLogging"


def _check(bucket: Resource, context: Context) -> Iterable[Observation]:
    if _keeps_logs(bucket, context.graph):
        return
    if bucket.get("logging") is not ABSENT:
        yield from expect(bucket, "logging.targetBucket").is_present()
        return
    yield has_companion(bucket, context, _LOGGING, phrase("a bucket for the access log"))


def _keeps_logs(bucket: Resource, graph: Graph) -> bool:
    targets, _ = referrers_by(
        bucket, "targetBucket", graph, *both_forms(_LOGGING), names=("bucket",)
    )
    inline, _ = referrers_by(bucket, "logging.targetBucket", graph, bucket.type, names=("bucket",))
    return bool(targets or inline)


CONTROL = Control(
    id="bucket-access-logged",
    family=Family.OBSERVABILITY,
    title="Access to a bucket is logged",
    severity=Severity.LOW,
    applies_to=BUCKET_TYPES,
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"bucket": "records-dev"},
            others=(
                Other(
                    "logging-dev",
                    _LOGGING,
                    {"bucket": Ref("example-dev", "bucket"), "targetBucket": "logs-dev"},
                ),
            ),
        ),
    ),
    failing=(Example({"bucket": "records-dev"}),),
)
