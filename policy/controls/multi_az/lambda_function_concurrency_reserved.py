"""A function reserves concurrency for itself.

Why: without a reservation any other function of the account can use up the shared concurrency,
and a runaway function can exhaust the database's connections.
Fix: reserve what the load needs.

```python
aws.lambda_.Function("function", reserved_concurrent_executions=10, ...)
```

Severity: medium; a neighbour can stop the processing.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(function: Resource, _: Context) -> Iterable[Observation]:
    return expect(function, "reservedConcurrentExecutions").at_least(1)


CONTROL = Control(
    id="lambda-function-concurrency-reserved",
    family=Family.MULTI_AZ,
    title="Lambda function has reserved concurrency",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    passing=(Example({"reservedConcurrentExecutions": 10}),),
    failing=(
        Example({"reservedConcurrentExecutions": -1}),
        Example({"reservedConcurrentExecutions": 0}),
        Example({}),
    ),
)
