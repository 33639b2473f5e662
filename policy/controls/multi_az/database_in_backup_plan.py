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
from fnmatch import fnmatchcase
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource
from policy.logic import Claim, any_of, verdict_of
from policy.relations import links
from policy.verdict import Observation, phrase

_SELECTION: Final = "aws:backup/selection:Selection"
_NAMES: Final = ("identifier", "clusterIdentifier")


def _check(database: Resource, context: Context) -> Iterable[Observation]:
    if database.get("replicateSourceDb") is not ABSENT:
        return
    claims = [
        (_selects(selection, database, context.graph), selection.name)
        for selection in context.graph.of_types(_SELECTION)
    ]
    chosen = next((name for claim, name in claims if claim), "")
    found = phrase("{0}", chosen) if chosen else phrase("none")
    claim = any_of(claim for claim, _ in claims)
    yield Observation(verdict_of(claim), "", phrase("a selection of a backup plan"), found)


def _selects(selection: Resource, database: Resource, graph: Graph) -> Claim:
    named = links(selection, "resources[]", graph, database.type, names=_NAMES)
    patterns = [item.value for item in selection.read("resources[]") if isinstance(item.value, str)]
    if any(_fits(pattern, database) for pattern in patterns):
        return True
    # A selection by tags or conditions may choose anything.
    chosen = [selection.get("selectionTags"), selection.get("conditions")]
    by_tags = None if any(item not in (ABSENT, [], {}) for item in chosen) else False
    return any_of((named.mentions(database), by_tags))


def _fits(pattern: str, database: Resource) -> bool:
    kind = "db" if database.type == "aws:rds/instance:Instance" else "cluster"
    known = (database.get(name) for name in _NAMES)
    name = next((item for item in known if isinstance(item, str)), "?")
    return pattern == "*" or fnmatchcase(f"arn:aws:rds:::{kind}:{name}", _anywhere(pattern))


def _anywhere(pattern: str) -> str:
    """The pattern for whatever region and account."""
    parts = pattern.split(":", maxsplit=5)
    return ":".join((*parts[:3], "*", "*", *parts[5:]))


CONTROL = Control(
    id="database-in-backup-plan",
    family=Family.MULTI_AZ,
    title="Database belongs to a backup plan",
    severity=Severity.LOW,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:docdb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    ),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {}, others=(Other("selection-dev", _SELECTION, {"resources": [Ref("example-dev")]}),)
        ),
        Example(
            {"identifier": "ledger-dev"},
            others=(
                Other("selection-dev", _SELECTION, {"resources": ["arn:aws:rds:*:*:db:ledger-*"]}),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example(
            {"identifier": "ledger-dev"},
            others=(
                Other("selection-dev", _SELECTION, {"resources": ["arn:aws:rds:*:*:cluster:*"]}),
            ),
        ),
    ),
)
