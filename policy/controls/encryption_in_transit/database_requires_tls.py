"""A database uses a parameter group that refuses connections without TLS.

Why: a server that merely offers TLS serves every client that does not ask for it. The switch sits
in a parameter group, and counts only if the database really uses that group. Where nobody sets it,
AWS's default decides: on since PostgreSQL 15, Aurora PostgreSQL 17, Aurora MySQL 8.4, MySQL 9.7 and
MariaDB 11.8, off before them and in SQL Server.
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
group. A default group of a version that is not known stays undetermined.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations.engines import engine_of
from policy.relations.parameters import Parameter, judge_attached
from policy.verdict import Observation, Verdict, phrase


@dataclass(frozen=True, slots=True)
class _Engine:
    """An engine's switch, and the first version whose default has it on."""

    name: str
    switch: str
    on_since: tuple[int, ...] | None


_ON: Final = frozenset({"1", "on", "true", "enabled"})
_GROUPS: Final = {
    "aws:rds/instance:Instance": ("parameterGroupName", "aws:rds/parameterGroup:ParameterGroup"),
    "aws:rds/cluster:Cluster": (
        "dbClusterParameterGroupName",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    ),
}
# Defaults: "Requiring SSL/TLS" of each engine in the Amazon RDS and Aurora user guides, read on
# 2026-11-24.
_ENGINES: Final = (
    _Engine("postgres", "rds.force_ssl", (15,)),
    _Engine("aurora-postgresql", "rds.force_ssl", (17,)),
    _Engine("sqlserver", "rds.force_ssl", None),
    _Engine("mysql", "require_secure_transport", (9, 7)),
    _Engine("aurora-mysql", "require_secure_transport", (8, 4)),
    _Engine("mariadb", "require_secure_transport", (11, 8)),
)


def _check(database: Resource, context: Context) -> Iterable[Observation]:
    if database.get("replicateSourceDb") is not ABSENT:
        return ()
    name = engine_of(database)
    if not isinstance(name, str):
        unknown = expect(database, "engine", absent=Verdict.UNDETERMINED)
        return unknown.holds(phrase("a known engine"), lambda _: False)
    engine = next((item for item in _ENGINES if name.startswith(item.name)), None)
    if engine is None:
        return ()
    wanted = Parameter(engine.switch, phrase("on"), lambda value: value.lower() in _ON)
    place = _GROUPS[database.type]
    return judge_attached(database, place, context.graph, wanted, partial(_default, engine))


def _default(engine: _Engine, family: object) -> Verdict:
    """What AWS's default of a family, such as `postgres17`, means."""
    if engine.on_since is None:
        return Verdict.FAIL
    version = _version(engine, family)
    # "11" alone may become any 11.x, older or younger than the 11.8 that decides.
    if version == engine.on_since[: len(version)] and len(version) < len(engine.on_since):
        return Verdict.UNDETERMINED
    return Verdict.PASS if version >= engine.on_since else Verdict.FAIL


def _version(engine: _Engine, family: object) -> tuple[int, ...]:
    """The version in a family's name, or nothing where it is not known."""
    pattern = rf"{engine.name}(\d+(?:\.\d+)*)"
    found = re.match(pattern, family) if isinstance(family, str) else None
    return tuple(map(int, found[1].split("."))) if found else ()


CONTROL = Control(
    id="database-requires-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Database refuses connections without TLS",
    severity=Severity.HIGH,
    applies_to=tuple(_GROUPS),
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
        Example({"engine": "postgres", "engineVersion": "17.5"}),
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
            {"engine": "postgres", "parameterGroupName": "default.postgres14"},
            others=(
                Other(
                    "group-dev",
                    "aws:rds/parameterGroup:ParameterGroup",
                    {"parameters": [{"name": "rds.force_ssl", "value": "1"}]},
                ),
            ),
        ),
        Example({"engine": "mysql", "engineVersion": "8.4.5"}),
    ),
)
