"""No object, vault or rule is locked against deletion for a time.

Why: object lock, vault lock, legal hold and MFA delete exist so that nobody can delete, not even
the account's root. An environment with one of them cannot be destroyed until the time is over.
Fix: leave the lock out; permanence comes from the ledger's own permissions.

```python
aws.s3.Bucket(name, object_lock_enabled=False, ...)
```

Severity: high; the environment cannot be destroyed, for years if so set.
Not covered: locks that somebody puts on later by hand.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="no-immutable-retention",
    family=Family.DESTROYABLE,
    title="Nothing is locked against deletion for a time",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(type="aws:s3/bucket:Bucket"),
        Example(
            {"versioningConfiguration": {"status": "Enabled", "mfaDelete": "Disabled"}},
            type="aws:s3/bucketVersioning:BucketVersioning",
        ),
    ),
    failing=(
        Example({"objectLockEnabled": True}, type="aws:s3/bucket:Bucket"),
        Example(
            {"changeableForDays": 3},
            type="aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        ),
        Example(
            {"versioningConfiguration": {"status": "Enabled", "mfaDelete": "Enabled"}},
            type="aws:s3/bucketVersioning:BucketVersioning",
        ),
    ),
)
