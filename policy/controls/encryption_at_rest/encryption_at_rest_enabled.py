"""Every place that stores data encrypts it.

Why: an unencrypted disk, snapshot, backup or log is readable by anyone who gets hold of the medium
or of a copy, and for most stores encryption cannot be switched on later.
Fix: switch encryption on when the resource is created.

```python
aws.rds.Instance(name, storage_encrypted=True, kms_key_id=key.arn, ...)
```

Severity: critical; card and customer data lie in the clear.
Not covered: which key encrypts: see `encryption-at-rest-customer-key`.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="encryption-at-rest-enabled",
    family=Family.ENCRYPTION_AT_REST,
    title="Stored data is encrypted",
    severity=Severity.CRITICAL,
    documentation=__doc__,
    passing=(
        Example({"storageEncrypted": True}, type="aws:rds/instance:Instance"),
        Example({"encryptionType": "KMS"}, type="aws:kinesis/stream:Stream"),
    ),
    failing=(
        Example({"storageEncrypted": False}, type="aws:rds/instance:Instance"),
        Example(type="aws:kinesis/stream:Stream"),
        Example(
            {"atRestEncryptionEnabled": False},
            type="aws:elasticache/replicationGroup:ReplicationGroup",
        ),
    ),
)
