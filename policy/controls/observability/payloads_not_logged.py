"""No debugging switch writes requests, responses or statements to the logs.

Why: data tracing copies whole requests, card numbers included, into logs that many more people may
read and that are kept much longer than the data itself.
Fix: leave the switch off.

```python
aws.apigateway.MethodSettings(name, settings={"data_trace_enabled": False}, ...)
```

Severity: high; customer data and credentials end up in logs.
Not covered: what applications themselves write.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="payloads-not-logged",
    family=Family.OBSERVABILITY,
    title="Logs do not contain payloads",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"debugLogging": False}, type="aws:rds/proxy:Proxy"),
        Example(type="aws:rds/proxy:Proxy"),
    ),
    failing=(
        Example({"debugLogging": True}, type="aws:rds/proxy:Proxy"),
        Example(
            {"settings": {"dataTraceEnabled": True}},
            type="aws:apigateway/methodSettings:MethodSettings",
        ),
    ),
)
