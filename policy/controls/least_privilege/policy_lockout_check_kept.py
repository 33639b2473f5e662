"""The check that a policy does not lock its owner out stays on.

Why: with the check bypassed, one wrong document makes a key or a cluster unmanageable; only AWS
support can undo that, if at all, and what the key encrypts is lost meanwhile.
Fix: leave the argument out.

```python
aws.kms.Key("ledger", policy=policy)
```

Severity: high; a typing error can make data unreadable.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict

_SWITCHES: Final = {
    "aws:kms/key:Key": "bypassPolicyLockoutSafetyCheck",
    "aws:kms/keyPolicy:KeyPolicy": "bypassPolicyLockoutSafetyCheck",
    "aws:kms/externalKey:ExternalKey": "bypassPolicyLockoutSafetyCheck",
    "aws:kms/replicaKey:ReplicaKey": "bypassPolicyLockoutSafetyCheck",
    "aws:kms/replicaExternalKey:ReplicaExternalKey": "bypassPolicyLockoutSafetyCheck",
    "aws:efs/fileSystemPolicy:FileSystemPolicy": "bypassPolicyLockoutSafetyCheck",
    "aws:dsql/clusterPolicy:ClusterPolicy": "bypassPolicyLockoutSafetyCheck",
    "aws:xray/resourcePolicy:ResourcePolicy": "bypassPolicyLockoutCheck",
}


def _check(resource: Resource, _: Context) -> Iterable[Observation]:
    # The provider takes an absent switch for false.
    return expect(resource, _SWITCHES[resource.type], absent=Verdict.PASS).is_false()


CONTROL = Control(
    id="policy-lockout-check-kept",
    family=Family.LEAST_PRIVILEGE,
    title="Policies cannot lock their owner out",
    severity=Severity.HIGH,
    applies_to=tuple(_SWITCHES),
    check=_check,
    passing=(Example({}), Example({"bypassPolicyLockoutSafetyCheck": False})),
    failing=(Example({"bypassPolicyLockoutSafetyCheck": True}),),
)
