"""A database snapshot is taken of a database that the program encrypts.

Why: a snapshot has no key of its own: it is encrypted exactly if its database is.
Fix: encrypt the database.

```python
aws.rds.Instance("instance", storage_encrypted=True, kms_key_id=key.arn, ...)
```

Severity: high; the snapshot is the whole database in the clear.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import as_boolean
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import Claim, all_of, verdict_of
from policy.relations import links
from policy.verdict import Observation, phrase

_SOURCES: Final = {
    "aws:rds/snapshot:Snapshot": (
        "dbInstanceIdentifier",
        "aws:rds/instance:Instance",
        "identifier",
    ),
    "aws:rds/clusterSnapshot:ClusterSnapshot": (
        "dbClusterIdentifier",
        "aws:rds/cluster:Cluster",
        "clusterIdentifier",
    ),
}


def _check(snapshot: Resource, context: Context) -> Iterable[Observation]:
    path, token, name = _SOURCES[snapshot.type]
    sources = links(snapshot, path, context.graph, token, names=(name,))
    claims = [_is_encrypted(source) for source in sources.found]
    encrypted = all_of([*claims, *(None,) * sources.unresolved]) if sources.values else None
    found = phrase("{0}", ", ".join(item.name for item in sources.found) or "-")
    yield Observation(verdict_of(encrypted), path, phrase("an encrypted database"), found)


def _is_encrypted(database: Resource) -> Claim:
    value = database.get("storageEncrypted")
    return None if isinstance(value, Unknown) else as_boolean(value) is True


CONTROL = Control(
    id="snapshot-of-encrypted-database",
    family=Family.ENCRYPTION_AT_REST,
    title="Snapshot is taken of an encrypted database",
    severity=Severity.HIGH,
    applies_to=(
        "aws:rds/snapshot:Snapshot",
        "aws:rds/clusterSnapshot:ClusterSnapshot",
    ),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"dbInstanceIdentifier": Ref("ledger-dev", "identifier")},
            others=(Other("ledger-dev", "aws:rds/instance:Instance", {"storageEncrypted": True}),),
        ),
    ),
    failing=(
        Example(
            {"dbInstanceIdentifier": Ref("ledger-dev", "identifier")},
            others=(Other("ledger-dev", "aws:rds/instance:Instance", {"storageEncrypted": False}),),
        ),
    ),
)
