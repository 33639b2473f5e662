"""AWS may refuse a key policy that would lock everybody out.

Why: with the check bypassed a wrong key policy makes the key, and all data under it, unmanageable
for good; only AWS Support can help, and not always.
Fix: leave the bypass out.

```python
aws.kms.Key(name, bypass_policy_lockout_safety_check=False, ...)
```

Severity: medium; it takes a second mistake, in the policy, to do harm.
Not covered: what the policy says: the least-privilege family judges it.
"""

from policy.catalog.control import catalog_control
from policy.control import Example, Severity
from policy.families import Family

CONTROL = catalog_control(
    id="kms-key-policy-lockout-check",
    family=Family.ENCRYPTION_AT_REST,
    title="The lockout check of the key policy stays on",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(Example(type="aws:kms/key:Key"),),
    failing=(Example({"bypassPolicyLockoutSafetyCheck": True}, type="aws:kms/key:Key"),),
)
