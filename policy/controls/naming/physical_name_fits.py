"""The physical name is not longer than its service accepts.

Why: the provider checks few lengths, so a name that is too long stops the deployment half way, and
a longer suffix in the next environment is enough to make it so.
Fix: shorten the qualifier, or use the class alone as the resource type.

```python
aws.lb.TargetGroup(name, name=f"target-group-{environment_suffix}", ...)
```

Severity: low; the deployment fails, and says why.
Not covered: services whose limit is not known to the catalogue, and characters they refuse.
"""

from collections.abc import Iterator

from policy.catalog.naming_table import name_rules
from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    rule = name_rules().get(resource.type)
    if rule is None or not rule.longest:
        return
    expected = phrase("at most {0} characters", rule.longest)
    named = expect(resource, rule.property, absent=Verdict.NOT_APPLICABLE)
    yield from named.holds(expected, lambda name: len(str(name)) <= rule.longest)


CONTROL = Control(
    id="physical-name-fits",
    family=Family.NAMING,
    title="The physical name is not too long",
    severity=Severity.LOW,
    applies_to=(ANY_AWS,),
    check=_check,
    passing=(Example({"name": "target-group-dev"}, type="aws:lb/targetGroup:TargetGroup"),),
    failing=(
        Example(
            {"name": "target-group-that-is-too-long-dev"}, type="aws:lb/targetGroup:TargetGroup"
        ),
    ),
)
