"""A database copies its tags to its snapshots.

Why: a snapshot without tags belongs to nobody: it is neither found by classification nor cleaned
up by environment.
Fix: switch it on.

```python
aws.rds.Instance("instance", copy_tags_to_snapshot=True, ...)
```

Severity: low; it costs order, not safety.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    return expect(database, "copyTagsToSnapshot").is_true()


CONTROL = Control(
    id="snapshots-copy-tags",
    family=Family.NAMING,
    title="Snapshots carry the tags of their database",
    severity=Severity.LOW,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    ),
    check=_check,
    passing=(Example({"copyTagsToSnapshot": True}),),
    failing=(
        Example({"copyTagsToSnapshot": False}),
        Example({}),
    ),
)
