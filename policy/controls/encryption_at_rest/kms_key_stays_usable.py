"""A KMS key of the stack is enabled and its material does not expire.

Why: everything encrypted with a disabled or expired key is unreadable: the stream, the cache and
the ledger stop together.
Fix: leave the key enabled and its material without an expiry date.

```python
aws.kms.Key(name, is_enabled=True, ...)
```

Severity: high; every store of the stack stops.
Not covered: keys that somebody disables or schedules for deletion outside the program.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="kms-key-stays-usable",
    family=Family.ENCRYPTION_AT_REST,
    title="The KMS key is enabled and does not expire",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"isEnabled": True}, type="aws:kms/key:Key"),
        Example(type="aws:kms/key:Key"),
    ),
    failing=(
        Example({"isEnabled": False}, type="aws:kms/key:Key"),
        Example({"validTo": "2027-01-01T00:00:00Z"}, type="aws:kms/externalKey:ExternalKey"),
    ),
)
