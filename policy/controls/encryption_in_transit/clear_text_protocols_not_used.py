"""Listeners, targets, origins and file servers speak no clear-text protocol.

Why: a listener for HTTP or a server for FTP takes whatever a client sends in the clear, passwords
included, before anything can redirect it.
Fix: use the encrypted protocol.

```python
aws.vpclattice.Listener(name, protocol="HTTPS", ...)
```

Severity: high; credentials and transactions pass in the clear.
Not covered: listeners that only redirect to HTTPS, which pass; ports that security groups open.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="clear-text-protocols-not-used",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Listeners and origins speak no clear-text protocol",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"protocol": "HTTPS"}, type="aws:vpclattice/listener:Listener"),
        Example({"protocols": ["SFTP"]}, type="aws:transfer/server:Server"),
    ),
    failing=(
        Example({"protocol": "HTTP"}, type="aws:vpclattice/listener:Listener"),
        Example({"protocols": ["SFTP", "FTP"]}, type="aws:transfer/server:Server"),
        Example(type="aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"),
    ),
)
