"""A service is reachable from inside the network only.

Why: whatever has a public address or endpoint is found and tried within minutes. Many services are
public unless they are told not to be.
Fix: switch public access off, or place the endpoint in the VPC.

```python
aws.redshift.Cluster(name, publicly_accessible=False, ...)
```

Severity: high; only the service's own login stands between the internet and the data.
Not covered: routes and security groups: see `workload-not-reachable`. A program that means to
offer an entry point exempts it.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="public-access-off",
    family=Family.NETWORK,
    title="The service is not offered on the internet",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"publiclyAccessible": False}, type="aws:redshift/cluster:Cluster"),
        Example({"internal": True}, type="aws:lb/loadBalancer:LoadBalancer"),
    ),
    failing=(
        Example({"publiclyAccessible": True}, type="aws:redshift/cluster:Cluster"),
        Example(type="aws:lb/loadBalancer:LoadBalancer"),
        Example(
            {"vpcConfig": {"endpointPublicAccess": True, "endpointPrivateAccess": True}},
            type="aws:eks/cluster:Cluster",
        ),
    ),
)
