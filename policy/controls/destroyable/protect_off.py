"""No resource is protected against deletion by its Pulumi options.

Why: every environment must be destroyable by CI alone; one protected resource stops
`pulumi destroy` until somebody edits the state by hand.
Fix: leave the option out, also on the components around the resource.

```python
aws.sqs.Queue(name, opts=pulumi.ResourceOptions(protect=False), ...)
```

Severity: high; `pulumi destroy` fails.
Not covered: protection in AWS itself: see `deletion-protection-off`.
"""

from collections.abc import Iterator

from policy.control import ANY, Context, Control, Example, Severity
from policy.demands.options import judge_switch
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    yield judge_switch("protect", resource.options.protect)


CONTROL = Control(
    id="protect-off",
    family=Family.DESTROYABLE,
    title="The resource is not protected by its options",
    severity=Severity.HIGH,
    applies_to=(ANY,),
    check=_check,
    passing=(Example(options={"protect": False}),),
    failing=(Example(options={"protect": True}),),
)
