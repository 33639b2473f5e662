"""A database exports all the logs that its engine writes to CloudWatch.

Why: logs that stay on the instance are rotated away after days and go with it; for PostgreSQL
both `postgresql` and `upgrade` count.
Fix: name every log of the engine.

```python
aws.rds.Instance("instance", enabled_cloudwatch_logs_exports=["postgresql", "upgrade"], ...)
```

Severity: medium; accesses to the ledger cannot be reconstructed.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.engines import engine_of
from policy.verdict import Observation, Verdict, phrase

_LOGS: Final = {
    "postgres": ("postgresql", "upgrade"),
    "aurora-postgresql": ("postgresql",),
    "mysql": ("audit", "error", "general", "slowquery"),
    "aurora-mysql": ("audit", "error", "general", "slowquery"),
    "mariadb": ("audit", "error", "general", "slowquery"),
    "sqlserver": ("agent", "error"),
    "oracle": ("alert", "audit", "listener", "trace"),
    "db2": ("diag.log", "notify.log"),
}


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    engine = engine_of(database)
    if not isinstance(engine, str):
        known = expect(database, "engine", absent=Verdict.UNDETERMINED)
        return known.holds(phrase("a known engine"), lambda _: False)
    wanted = next((logs for name, logs in _LOGS.items() if engine.startswith(name)), None)
    # A read replica or a cluster's member is judged like any other database.
    return (
        () if wanted is None else expect(database, "enabledCloudwatchLogsExports").contains(*wanted)
    )


CONTROL = Control(
    id="database-exports-logs",
    family=Family.OBSERVABILITY,
    title="Database exports every log of its engine",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
    ),
    check=_check,
    passing=(
        Example({"engine": "postgres", "enabledCloudwatchLogsExports": ["postgresql", "upgrade"]}),
    ),
    failing=(
        Example({"engine": "postgres", "enabledCloudwatchLogsExports": ["postgresql"]}),
        Example({"engine": "aurora-mysql"}, type="aws:rds/cluster:Cluster"),
    ),
)
