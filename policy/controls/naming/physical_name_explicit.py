"""A resource that has a physical name is given one; none is made up.

Why: a generated name such as `sqs-queue-dev-1a2b3c4` carries no readable suffix and changes with
every replacement. ARNs cannot be computed from it, so permissions for it end in wildcards.
Fix: give the name itself, not a prefix.

```python
aws.sqs.Queue(name, name=f"sqs-queue-{environment_suffix}", ...)
```

Severity: low; the resource works, but nobody can find it by its name.
Not covered: resources without a name of their own; their logical names are judged.
"""

from collections.abc import Iterator

from policy.catalog.naming_table import name_rules
from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    rule = name_rules().get(resource.type)
    if rule is None or not rule.is_generated:
        return
    yield from expect(resource, rule.property, absent=Verdict.FAIL).is_present()
    if rule.prefix_property:
        yield from expect(resource, rule.prefix_property).is_absent()


CONTROL = Control(
    id="physical-name-explicit",
    family=Family.NAMING,
    title="The physical name is given, not generated",
    severity=Severity.LOW,
    applies_to=(ANY_AWS,),
    check=_check,
    passing=(Example({"name": "sqs-queue-dev"}, type="aws:sqs/queue:Queue"),),
    failing=(
        Example({}, type="aws:sqs/queue:Queue"),
        Example({"namePrefix": "sqs-queue-"}, type="aws:sqs/queue:Queue"),
    ),
)
