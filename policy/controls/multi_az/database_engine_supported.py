"""A database names a major engine version that is in AWS's standard support.

Why: a version out of standard support gets paid extended support for a while, and is then
upgraded by AWS at a time that nobody chose.
Fix: name a supported major version.

```python
aws.rds.Instance("instance", engine="postgres", engine_version="17", ...)
```

Severity: medium; a forced upgrade is an outage.
Not covered: Oracle, SQL Server and Db2, whose support depends on the licence.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.relations.engines import engine_of
from policy.verdict import Observation, phrase

# First major version in standard support on 2026-11-24; see the release calendars in the
# Amazon RDS and Aurora user guides.
_OLDEST: Final = {
    "postgres": (14,),
    "aurora-postgresql": (14,),
    "mysql": (8, 4),
    "aurora-mysql": (8, 0),
    "mariadb": (10, 11),
}


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    engine = engine_of(database)
    if isinstance(engine, Unknown):
        return expect(database, "engine").one_of(*_OLDEST)
    oldest = _OLDEST.get(engine) if isinstance(engine, str) else None
    if oldest is None:
        return ()
    wanted = phrase("{0} or later", ".".join(str(part) for part in oldest))
    return expect(database, "engineVersion").holds(
        wanted, lambda version: _parts(version) >= oldest
    )


def _parts(version: object) -> tuple[int, ...]:
    # "8.0.mysql_aurora.3.08.0" names the compatible version first.
    return tuple(int(part) for part in str(version).split(".")[:2] if part.isdigit())


CONTROL = Control(
    id="database-engine-supported",
    family=Family.MULTI_AZ,
    title="Database engine version is in standard support",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
    ),
    check=_check,
    passing=(
        Example({"engine": "postgres", "engineVersion": "17.4"}),
        Example(
            {"engine": "aurora-mysql", "engineVersion": "8.0.mysql_aurora.3.08.0"},
            type="aws:rds/cluster:Cluster",
        ),
    ),
    failing=(
        Example({"engine": "postgres", "engineVersion": "12.17"}),
        Example({"engine": "mysql", "engineVersion": "8.0.39"}),
        Example({"engine": "postgres"}),
    ),
)
