"""A database snapshot is shared with no other account, least of all with all of them.

Why: a snapshot is the whole database; `all` makes it restorable by every AWS customer, and
nothing in the network can help.
Fix: leave the accounts out; exempt a share that is meant.

```python
aws.rds.Snapshot("snapshot", db_instance_identifier=instance.identifier, ...)
```

Severity: critical; the whole database is given away.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase


def _check(snapshot: Resource, context: Context) -> Iterable[Observation]:
    trusted = context.settings.trusted_accounts
    wanted = phrase("no accounts but trusted ones")
    return expect(snapshot, "sharedAccounts[]", absent=Verdict.PASS).holds(
        wanted, lambda account: account in trusted
    )


CONTROL = Control(
    id="snapshots-not-shared",
    family=Family.NETWORK,
    title="Database snapshots are shared with nobody",
    severity=Severity.CRITICAL,
    applies_to=(
        "aws:rds/snapshot:Snapshot",
        "aws:rds/clusterSnapshot:ClusterSnapshot",
        "aws:rds/snapshotCopy:SnapshotCopy",
    ),
    check=_check,
    passing=(Example({"dbInstanceIdentifier": "ledger-dev"}),),
    failing=(
        Example({"sharedAccounts": ["all"]}),
        Example({"sharedAccounts": ["210987654321"]}),
    ),
)
