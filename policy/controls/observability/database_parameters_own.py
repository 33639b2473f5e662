"""A PostgreSQL database has a parameter group of its own.

Why: AWS's default group cannot be changed, and it logs neither who connects nor what changes.
Fix: name a group of the program.

```python
aws.rds.Instance("instance", parameter_group_name=group.name, ...)
```

Severity: medium; accesses to the ledger cannot be reconstructed.
Not covered: what the group says: see `parameter-group-logs`; replicas, which take their source's.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.relations import is_named
from policy.relations.engines import engine_of
from policy.relations.parameters import uses_default
from policy.verdict import Observation, Verdict, phrase

_PATHS: Final = {
    "aws:rds/instance:Instance": "parameterGroupName",
    "aws:rds/cluster:Cluster": "dbClusterParameterGroupName",
}
_GROUP: Final = "aws:rds/parameterGroup:ParameterGroup"


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    if database.get("replicateSourceDb") is not ABSENT:
        return ()
    engine = engine_of(database)
    if isinstance(engine, str) and "postgres" not in engine:
        return ()
    if not isinstance(engine, str):
        unknown = expect(database, "engine", absent=Verdict.UNDETERMINED)
        return unknown.holds(phrase("a known engine"), lambda _: False)
    return (_judge(database, _PATHS[database.type]),)


def _judge(database: Resource, path: str) -> Observation:
    name = database.get(path)
    expected = phrase("a parameter group of its own")
    if uses_default(name):
        return Observation(Verdict.FAIL, path, expected, phrase("AWS's default parameter group"))
    if isinstance(name, Unknown) and not is_named(name):
        found = phrase("not known before deployment")
        return Observation(Verdict.UNDETERMINED, path, expected, found)
    return Observation(Verdict.PASS, path, expected, phrase("set"))


CONTROL = Control(
    id="database-parameters-own",
    family=Family.OBSERVABILITY,
    title="PostgreSQL database has a parameter group of its own",
    severity=Severity.MEDIUM,
    applies_to=tuple(_PATHS),
    check=_check,
    passing=(
        Example(
            {"engine": "postgres", "parameterGroupName": Ref("group-dev", "name")},
            others=(Other("group-dev", _GROUP, {"family": "postgres17"}),),
        ),
        Example({"engine": "postgres", "parameterGroupName": "ledger-dev"}),
    ),
    failing=(
        Example({"engine": "postgres"}),
        Example({"engine": "postgres", "parameterGroupName": "default.postgres17"}),
        Example({"engine": "aurora-postgresql"}, type="aws:rds/cluster:Cluster"),
    ),
)
