"""A service that offers detailed metrics or traces is told to give them.

Why: alarms can only watch what is measured; a slow part of the pipeline is found in traces or not
at all.
Fix: switch metrics and traces on.

```python
aws.sfn.StateMachine(name, tracing_configuration={"enabled": True}, ...)
```

Severity: low; faults take longer to find.
Not covered: alarms on the metrics.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="metrics-enabled",
    family=Family.OBSERVABILITY,
    title="Detailed metrics and traces are on",
    severity=Severity.LOW,
    documentation=__doc__,
    passing=(
        Example(
            {"tracingConfiguration": {"enabled": True}}, type="aws:sfn/stateMachine:StateMachine"
        ),
    ),
    failing=(
        Example(type="aws:sfn/stateMachine:StateMachine"),
        Example({"monitoring": False}, type="aws:ec2/instance:Instance"),
    ),
)
