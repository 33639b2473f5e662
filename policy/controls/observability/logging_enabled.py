"""A service that can write logs is told to, and where.

Why: without logs nobody can tell an attack from an error, or prove to an auditor what happened.
Most services write none unless asked.
Fix: switch the logs on and give them a destination.

```python
aws.sfn.StateMachine(
    name,
    logging_configuration={"level": "ERROR", "log_destination": log_group.arn.apply(_all)},
    ...
)
```

Severity: medium; the service works, but nothing can be explained afterwards.
Not covered: retention and encryption of the destination: see the controls on log groups.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="logging-enabled",
    family=Family.OBSERVABILITY,
    title="The service writes its logs",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example(
            {"loggingConfiguration": {"level": "ERROR"}}, type="aws:sfn/stateMachine:StateMachine"
        ),
        Example({"logs": {"general": True}}, type="aws:mq/broker:Broker"),
    ),
    failing=(
        Example(type="aws:sfn/stateMachine:StateMachine"),
        Example(
            {"loggingConfiguration": {"level": "OFF"}}, type="aws:sfn/stateMachine:StateMachine"
        ),
        Example(type="aws:apigateway/stage:Stage"),
    ),
)
