"""Data is kept only in services that take a customer-managed key.

Why: some services store data but offer no way to choose the key. What lies there is encrypted with
a key of AWS, or not at all, whatever the program says.
Fix: use a service of the same purpose that takes a key.

```python
aws.elasticache.ReplicationGroup(
    name, at_rest_encryption_enabled=True, kms_key_id=key.arn, ...
)  # not aws.elasticache.Cluster
```

Severity: medium; most of these services encrypt, only not with JapanCart's key.
Not covered: services that inherit the key of another resource, such as snapshots.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="data-store-offers-customer-key",
    family=Family.ENCRYPTION_AT_REST,
    title="The data store can be encrypted with a customer-managed key",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(Example({"replicationGroupId": "cache-dev"}, type="aws:elasticache/cluster:Cluster"),),
    failing=(
        Example(type="aws:elasticache/cluster:Cluster"),
        Example(type="aws:dax/cluster:Cluster"),
    ),
)
