"""A replication group with encrypted connections requires them, rather than preferring them.

Why: in `preferred` mode the cache still serves every client that asks for no TLS; the switch says
encrypted, the wire says otherwise.
Fix: state the mode.

```python
aws.elasticache.ReplicationGroup(
    "replication-group",
    transit_encryption_enabled=True,
    transit_encryption_mode="required",
    ...
)
```

Severity: high; one careless client reads the history in the clear.
Not covered: groups without encryption: see `elasticache-transit-encryption`.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.verdict import Observation


def _check(group: Resource, _: Context) -> Iterable[Observation]:
    if group.get("transitEncryptionEnabled") in (ABSENT, False, "false"):
        return ()
    return expect(group, "transitEncryptionMode").equals("required")


CONTROL = Control(
    id="elasticache-transit-encryption-required",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Cache refuses connections without TLS",
    severity=Severity.HIGH,
    applies_to=("aws:elasticache/replicationGroup:ReplicationGroup",),
    check=_check,
    passing=(Example({"transitEncryptionEnabled": True, "transitEncryptionMode": "required"}),),
    failing=(
        Example({"transitEncryptionEnabled": True, "transitEncryptionMode": "preferred"}),
        Example({"transitEncryptionEnabled": True}),
    ),
)
