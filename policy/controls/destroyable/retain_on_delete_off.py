"""No resource is left behind by its Pulumi options.

Why: with `retainOnDelete` Pulumi forgets the resource and AWS keeps it, with its data, its cost
and its name, which the next deployment then cannot take.
Fix: leave the option out.

```python
aws.sqs.Queue(name, opts=pulumi.ResourceOptions(retain_on_delete=False), ...)
```

Severity: high; data outlives its environment unseen.
Not covered: the Pulumi CLI does not show this option to policies, so there it is not applicable;
the offline check sees it.
"""

from collections.abc import Iterator

from policy.control import ANY, Context, Control, Example, Severity
from policy.demands.options import judge_switch
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    yield judge_switch("retainOnDelete", resource.options.retain_on_delete)


CONTROL = Control(
    id="retain-on-delete-off",
    family=Family.DESTROYABLE,
    title="The resource is not retained when it is deleted",
    severity=Severity.HIGH,
    applies_to=(ANY,),
    check=_check,
    passing=(Example(options={"retain_on_delete": False}),),
    failing=(Example(options={"retain_on_delete": True}),),
)
