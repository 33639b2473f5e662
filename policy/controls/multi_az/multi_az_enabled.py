"""A service that can run in several Availability Zones is told to.

Why: most services start in one zone unless they are told otherwise, and many cannot be moved
later. A zone outage then stops fraud detection until somebody rebuilds it.
Fix: choose the deployment over several zones.

```python
aws.mq.Broker(name, deployment_mode="ACTIVE_STANDBY_MULTI_AZ", ...)
```

Severity: high; a zone outage stops the service.
Not covered: whether the subnets lie in different zones: see `placement-spans-zones`.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="multi-az-enabled",
    family=Family.MULTI_AZ,
    title="The service runs in several Availability Zones",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"deploymentMode": "ACTIVE_STANDBY_MULTI_AZ"}, type="aws:mq/broker:Broker"),
        Example({"deploymentType": "MULTI_AZ_1"}, type="aws:fsx/ontapFileSystem:OntapFileSystem"),
    ),
    failing=(
        Example({"deploymentMode": "SINGLE_INSTANCE"}, type="aws:mq/broker:Broker"),
        Example(type="aws:mq/broker:Broker"),
        Example(
            {"clusterConfig": {"zoneAwarenessEnabled": False}}, type="aws:opensearch/domain:Domain"
        ),
    ),
)
