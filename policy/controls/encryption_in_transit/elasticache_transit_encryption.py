"""A replication group or a stand-alone cache cluster encrypts connections.

Why: a cache without TLS hands customers' transactions and its own credentials to everybody on the
path. It is off unless asked for, and rules that read replication groups only miss the cluster
type.
Fix: switch it on.

```python
aws.elasticache.ReplicationGroup("replication-group", transit_encryption_enabled=True, ...)
```

Severity: high; the 24-hour history can be read on the wire.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.caches import is_member
from policy.verdict import Observation


def _check(cache: Resource, _: Context) -> Iterable[Observation]:
    return () if is_member(cache) else expect(cache, "transitEncryptionEnabled").is_true()


CONTROL = Control(
    id="elasticache-transit-encryption",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Cache encrypts its connections",
    severity=Severity.HIGH,
    applies_to=(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/cluster:Cluster",
    ),
    check=_check,
    passing=(
        Example({"transitEncryptionEnabled": True}),
        Example(
            {"engine": "memcached", "transitEncryptionEnabled": True},
            type="aws:elasticache/cluster:Cluster",
        ),
    ),
    failing=(
        Example({"transitEncryptionEnabled": False}),
        Example({}),
        Example({"engine": "redis"}, type="aws:elasticache/cluster:Cluster"),
    ),
)
