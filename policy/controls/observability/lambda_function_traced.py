"""A function sends traces to X-Ray.

Why: metrics tell that something is slow; only a trace tells whether it was the cache, the
database or the function.
Fix: switch active tracing on.

```python
aws.lambda_.Function("function", tracing_config={"mode": "Active"}, ...)
```

Severity: low; it lengthens the search for a cause.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(function: Resource, _: Context) -> Iterable[Observation]:
    return expect(function, "tracingConfig.mode").equals("Active")


CONTROL = Control(
    id="lambda-function-traced",
    family=Family.OBSERVABILITY,
    title="Lambda function is traced",
    severity=Severity.LOW,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    passing=(Example({"tracingConfig": {"mode": "Active"}}),),
    failing=(
        Example({"tracingConfig": {"mode": "PassThrough"}}),
        Example({}),
    ),
)
