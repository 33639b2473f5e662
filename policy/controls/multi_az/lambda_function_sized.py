"""A function states its timeout and its memory.

Why: the defaults, 3 seconds and 128 MB, are nobody's decision; a batch that is cut off halfway is
retried from its start.
Fix: derive both from the work.

```python
aws.lambda_.Function("function", timeout=60, memory_size=512, ...)
```

Severity: low; a badly sized function fails visibly.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(function: Resource, _: Context) -> Iterable[Observation]:
    yield from expect(function, "timeout").at_least(1)
    yield from expect(function, "memorySize").at_least(128)


CONTROL = Control(
    id="lambda-function-sized",
    family=Family.MULTI_AZ,
    title="Lambda function states its timeout and memory",
    severity=Severity.LOW,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    passing=(Example({"timeout": 60, "memorySize": 512}),),
    failing=(
        Example({"timeout": 60}),
        Example({}),
    ),
)
