"""Every resource is declared by the program, where it can be judged.

Why: a CloudFormation template, a Cloud Control document, a stack set or a packaged component
creates resources that no control of any family ever sees.
Fix: declare the resources themselves with Pulumi.

```python
aws.sqs.Queue(name, ...)  # not an aws.cloudformation.Stack whose template contains it
```

Severity: high; anything at all can hide there.
Not covered: what resources such as Lambda functions create when they run. The children of a
component that runs in another process are judged where the source sees them.
"""

from collections.abc import Iterator
from typing import Final

from policy.catalog.rows import rows_by_control
from policy.control import ANY, Context, Control, Example, Severity
from policy.demands.judging import judge_rows
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase

_ID: Final = "contents-readable"


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    rows = rows_by_control()[_ID].get(resource.type, ())
    if rows:
        yield from judge_rows(rows, resource, context)
        return
    remote = resource.options.remote
    yield Observation(
        Verdict.UNDETERMINED if remote else Verdict.PASS,
        "",
        phrase("a resource that the program declares itself"),
        phrase("a component of another process") if remote else phrase("{0}", resource.type),
    )


CONTROL = Control(
    id=_ID,
    family=Family.REGION,
    title="Every resource is declared where it can be judged",
    severity=Severity.HIGH,
    applies_to=(ANY,),
    check=_check,
    passing=(Example(type="aws:sqs/queue:Queue"),),
    failing=(
        Example({"templateBody": "{}"}, type="aws:cloudformation/stack:Stack"),
        Example({"desiredState": "{}"}, type="aws:cloudcontrol/resource:Resource"),
    ),
)
