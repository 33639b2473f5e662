"""A database accepts IAM credentials, so that clients need no password of their own.

Why: a token that lives for fifteen minutes and belongs to one role cannot be copied into a
configuration file.
Fix: switch it on.

```python
aws.rds.Instance("instance", iam_database_authentication_enabled=True, ...)
```

Severity: medium; passwords remain possible.
Not covered: Oracle, SQL Server and Db2, which do not offer it.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.engines import engine_of
from policy.verdict import Observation

_OFFERS: Final = ("postgres", "mysql", "mariadb", "aurora", "neptune")


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    engine = engine_of(database)
    if isinstance(engine, str) and not engine.startswith(_OFFERS):
        return ()
    return expect(database, "iamDatabaseAuthenticationEnabled").is_true()


CONTROL = Control(
    id="database-iam-authentication",
    family=Family.LEAST_PRIVILEGE,
    title="Database accepts IAM credentials",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    ),
    check=_check,
    passing=(Example({"engine": "postgres", "iamDatabaseAuthenticationEnabled": True}),),
    failing=(
        Example({"engine": "postgres"}),
        Example({"engine": "mysql", "iamDatabaseAuthenticationEnabled": False}),
    ),
)
