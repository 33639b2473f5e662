"""A backup plan of the program selects the database.

Why: automated backups reach back weeks, and go with the database; auditors and slow corruption
ask for months and years.
Fix: select the database in a backup plan.

```python
aws.backup.Selection(
    "backup-selection", plan_id=plan.id, iam_role_arn=role.arn, resources=[instance.arn]
)
```

Severity: low; automated backups are the first line.
Not covered: plans of other programs; read replicas.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.logic import any_of, verdict_of
from policy.relations.backup_plans import SELECTION, Backed, selections_of
from policy.verdict import Observation, phrase

_NAMES: Final = ("identifier", "clusterIdentifier")
_CLUSTER: Final = Backed("arn:aws:rds:::cluster:", _NAMES)
_KINDS: Final = {
    "aws:rds/instance:Instance": Backed("arn:aws:rds:::db:", _NAMES),
    "aws:rds/cluster:Cluster": _CLUSTER,
    "aws:docdb/cluster:Cluster": _CLUSTER,
    "aws:neptune/cluster:Cluster": _CLUSTER,
}


def _check(database: Resource, context: Context) -> Iterable[Observation]:
    if database.get("replicateSourceDb") is not ABSENT:
        return
    claims = list(selections_of(database, _KINDS, context.graph))
    chosen = next((name for claim, name in claims if claim), "")
    found = phrase("{0}", chosen) if chosen else phrase("none")
    claim = any_of(claim for claim, _ in claims)
    yield Observation(verdict_of(claim), "", phrase("a selection of a backup plan"), found)


CONTROL = Control(
    id="database-in-backup-plan",
    family=Family.MULTI_AZ,
    title="Database belongs to a backup plan",
    severity=Severity.LOW,
    applies_to=tuple(_KINDS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {}, others=(Other("selection-dev", SELECTION, {"resources": [Ref("example-dev")]}),)
        ),
        Example(
            {"identifier": "ledger-dev"},
            others=(
                Other("selection-dev", SELECTION, {"resources": ["arn:aws:rds:*:*:db:ledger-*"]}),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example(
            {"identifier": "ledger-dev"},
            others=(
                Other("selection-dev", SELECTION, {"resources": ["arn:aws:rds:*:*:cluster:*"]}),
            ),
        ),
    ),
)
