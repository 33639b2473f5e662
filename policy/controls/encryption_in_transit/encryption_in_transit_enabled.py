"""Every service that can encrypt its connections is told to.

Why: inside a VPC too, traffic passes equipment and instances that others operate. Where encryption
is off, or only preferred, credentials and transactions can be read and changed on the way.
Fix: switch the encryption of connections on, in its strict form.

```python
aws.msk.Cluster(
    name, encryption_info={"encryption_in_transit": {"client_broker": "TLS"}}, ...
)
```

Severity: high; whoever can listen reads transactions.
Not covered: services whose encryption follows from a policy document or a parameter group that
another resource holds; controls of their own judge those.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="encryption-in-transit-enabled",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Connections are encrypted",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"requireTls": True}, type="aws:rds/proxy:Proxy"),
        Example({"insecure": False}, type="pulumi:providers:aws"),
    ),
    failing=(
        Example(type="aws:rds/proxy:Proxy"),
        Example(
            {"encryptionInfo": {"encryptionInTransit": {"clientBroker": "TLS_PLAINTEXT"}}},
            type="aws:msk/cluster:Cluster",
        ),
        Example({"insecure": True}, type="pulumi:providers:aws"),
    ),
)
