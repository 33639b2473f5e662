"""A backup plan of the program selects the file system or volume.

Why: zones protect files from a fire, not from a wrong command; only an earlier copy brings them
back.
Fix: select it in a backup plan, or let EFS back it up by itself.

```python
aws.backup.Selection(
    "backup-selection", plan_id=plan.id, iam_role_arn=role.arn, resources=[files.arn]
)
```

Severity: low; it takes a mistake to need one.
Not covered: plans of other programs; what a lifecycle policy of snapshots selects by tags.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Graph, Resource
from policy.logic import Claim, any_of, verdict_of
from policy.relations import referrers_by
from policy.relations.backup_plans import SELECTION, Backed, selections_of
from policy.verdict import Observation, phrase

_FILES: Final = "aws:efs/fileSystem:FileSystem"
_VOLUME: Final = "aws:ebs/volume:Volume"
_OWN_BACKUPS: Final = "aws:efs/backupPolicy:BackupPolicy"
_SNAPSHOTS: Final = "aws:dlm/lifecyclePolicy:LifecyclePolicy"
_KINDS: Final = {
    _FILES: Backed("arn:aws:elasticfilesystem:::file-system/"),
    _VOLUME: Backed("arn:aws:ec2:::volume/"),
}


def _check(store: Resource, context: Context) -> Iterable[Observation]:
    claims = list(selections_of(store, _KINDS, context.graph))
    claims += _backed_up_otherwise(store, context.graph)
    chosen = next((name for claim, name in claims if claim), "")
    found = phrase("{0}", chosen) if chosen else phrase("none")
    claim = any_of(claim for claim, _ in claims)
    yield Observation(verdict_of(claim), "", phrase("a selection of a backup plan"), found)


def _backed_up_otherwise(store: Resource, graph: Graph) -> Iterable[tuple[Claim, str]]:
    if store.type == _FILES:
        surely, perhaps = referrers_by(store, "fileSystemId", graph, _OWN_BACKUPS)
        yield from ((_is_on(policy), policy.name) for policy in surely)
        yield from ((None, policy.name) for policy in perhaps)
    else:
        yield from ((None, policy.name) for policy in graph.of_types(_SNAPSHOTS))


def _is_on(policy: Resource) -> Claim:
    return any_of(
        None if reading.is_unknown else reading.value == "ENABLED"
        for reading in policy.read("backupPolicy.status")
    )


CONTROL = Control(
    id="file-system-in-backup-plan",
    family=Family.MULTI_AZ,
    title="File system or volume belongs to a backup plan",
    severity=Severity.LOW,
    applies_to=tuple(_KINDS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {}, others=(Other("selection-dev", SELECTION, {"resources": [Ref("example-dev")]}),)
        ),
        Example(
            {},
            others=(
                Other(
                    "backup-policy-dev",
                    _OWN_BACKUPS,
                    {
                        "fileSystemId": Ref("example-dev", "id"),
                        "backupPolicy": {"status": "ENABLED"},
                    },
                ),
            ),
        ),
        Example(
            {},
            type=_VOLUME,
            others=(
                Other("selection-dev", SELECTION, {"resources": ["arn:aws:ec2:*:*:volume/*"]}),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example({}, type=_VOLUME),
    ),
)
