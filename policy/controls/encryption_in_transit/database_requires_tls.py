"""A database uses a parameter group of the program that refuses connections without TLS.

Why: a server that merely offers TLS serves every client that does not ask for it. The switch sits
in a parameter group, and counts only if the database really uses that group; the default group
cannot be changed.
Fix: set the parameter in a group of your own and attach the group.

```python
group = aws.rds.ParameterGroup(
    "parameter-group",
    family="postgres17",
    parameters=[{"name": "rds.force_ssl", "value": "1"}],
)
aws.rds.Instance("instance", parameter_group_name=group.name, ...)
```

Severity: high; credentials and transactions can cross the network readable.
Not covered: Oracle and Db2, whose TLS is an option; read replicas, which take their source's
group.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations.parameters import Parameter, judge_attached
from policy.verdict import Observation, Verdict, phrase


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where a type of database names its group, and the group's type."""

    path: str
    group: str


_ON: Final = frozenset({"1", "on", "true", "enabled"})
_KINDS: Final = {
    "aws:rds/instance:Instance": _Kind(
        "parameterGroupName", "aws:rds/parameterGroup:ParameterGroup"
    ),
    "aws:rds/cluster:Cluster": _Kind(
        "dbClusterParameterGroupName", "aws:rds/clusterParameterGroup:ClusterParameterGroup"
    ),
}
_SWITCHES: Final = (
    ("postgres", "rds.force_ssl"),
    ("aurora-postgresql", "rds.force_ssl"),
    ("sqlserver", "rds.force_ssl"),
    ("mysql", "require_secure_transport"),
    ("aurora-mysql", "require_secure_transport"),
    ("mariadb", "require_secure_transport"),
)


def _check(database: Resource, context: Context) -> Iterable[Observation]:
    if database.get("replicateSourceDb") is not ABSENT:
        return ()
    engine = database.get("engine")
    if not isinstance(engine, str):
        unknown = expect(database, "engine", absent=Verdict.UNDETERMINED)
        return unknown.holds(phrase("a known engine"), lambda _: False)
    kind = _KINDS[database.type]
    switch = next((name for prefix, name in _SWITCHES if engine.startswith(prefix)), None)
    if switch is None:
        return ()
    wanted = Parameter(switch, phrase("on"), lambda value: value.lower() in _ON)
    return judge_attached(database, kind.path, context.graph, kind.group, wanted)


CONTROL = Control(
    id="database-requires-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Database refuses connections without TLS",
    severity=Severity.HIGH,
    applies_to=tuple(_KINDS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"engine": "postgres", "parameterGroupName": Ref("group-dev", "name")},
            others=(
                Other(
                    "group-dev",
                    "aws:rds/parameterGroup:ParameterGroup",
                    {"parameters": [{"name": "rds.force_ssl", "value": "1"}]},
                ),
            ),
        ),
        Example(
            {"engine": "aurora-mysql", "dbClusterParameterGroupName": "tls-dev"},
            type="aws:rds/cluster:Cluster",
            others=(
                Other(
                    "group-dev",
                    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
                    {
                        "name": "tls-dev",
                        "parameters": [{"name": "require_secure_transport", "value": "ON"}],
                    },
                ),
            ),
        ),
    ),
    failing=(
        Example(
            {"engine": "postgres", "parameterGroupName": Ref("group-dev", "name")},
            others=(
                Other(
                    "group-dev",
                    "aws:rds/parameterGroup:ParameterGroup",
                    {"parameters": [{"name": "rds.force_ssl", "value": "0"}]},
                ),
            ),
        ),
        Example(
            {"engine": "postgres", "parameterGroupName": "default.postgres17"},
            others=(
                Other(
                    "group-dev",
                    "aws:rds/parameterGroup:ParameterGroup",
                    {"parameters": [{"name": "rds.force_ssl", "value": "1"}]},
                ),
            ),
        ),
        Example({"engine": "mysql"}),
    ),
)
