"""A symmetric KMS key rotates its material at least once a year.

Why: rotation limits how much data one key version protects; PCI DSS and the CIS benchmark ask for
it, and AWS does it without re-encrypting anything.
Fix: switch the rotation on.

```python
aws.kms.Key(name, enable_key_rotation=True, ...)
```

Severity: medium; a leaked key version would open more data than need be.
Not covered: signing keys, keys in custom key stores and imported material, which AWS cannot
rotate.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="kms-key-rotates",
    family=Family.ENCRYPTION_AT_REST,
    title="The KMS key rotates at least yearly",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(Example({"enableKeyRotation": True}, type="aws:kms/key:Key"),),
    failing=(
        Example(type="aws:kms/key:Key"),
        Example({"enableKeyRotation": True, "rotationPeriodInDays": 730}, type="aws:kms/key:Key"),
    ),
)
