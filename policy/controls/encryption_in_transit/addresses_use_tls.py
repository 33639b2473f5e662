"""Addresses that a service sends data to begin with an encrypted scheme.

Why: here the address alone decides: with `http://` the service sends events and records in the
clear, over the internet as a rule.
Fix: give an `https://` address.

```python
aws.cloudwatch.EventApiDestination(
    name, invocation_endpoint="https://alerts.example.jp/events", ...
)
```

Severity: high; transactions cross the internet in the clear.
Not covered: the certificate behind the address.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="addresses-use-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Addresses that data is sent to use TLS",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"invocationEndpoint": "https://alerts.example.jp/events"},
            type="aws:cloudwatch/eventApiDestination:EventApiDestination",
        ),
    ),
    failing=(
        Example(
            {"invocationEndpoint": "http://alerts.example.jp/events"},
            type="aws:cloudwatch/eventApiDestination:EventApiDestination",
        ),
    ),
)
