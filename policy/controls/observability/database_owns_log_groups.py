"""Every log that a database exports goes into a log group that the program declares.

Why: RDS creates a missing log group by itself, without key and without end; such groups escape
every rule about log groups.
Fix: declare each group under the name that RDS dictates, before the database.

```python
aws.cloudwatch.LogGroup("log-group", name=f"/aws/rds/instance/{identifier}/postgresql", ...)
```

Severity: medium; statements with personal data are kept unencrypted and for ever.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations.log_groups import judge_group
from policy.verdict import Observation, Verdict, phrase

_PLACES: Final = {
    "aws:rds/instance:Instance": ("identifier", "/aws/rds/instance/{0}/{1}"),
    "aws:rds/cluster:Cluster": ("clusterIdentifier", "/aws/rds/cluster/{0}/{1}"),
}
_PATH: Final = "enabledCloudwatchLogsExports[]"


def _check(database: Resource, context: Context) -> Iterable[Observation]:
    expected = phrase("a log group of this program")
    name, form = _PLACES[database.type]
    identifier = database.get(name)
    for reading in database.read(_PATH):
        if isinstance(reading.value, str) and isinstance(identifier, str):
            group = form.format(identifier, reading.value)
            yield judge_group(group, reading.path, context.graph, expected)
        elif not reading.is_absent:
            found = phrase("not known before deployment")
            verdict = Verdict.FAIL if identifier is ABSENT else Verdict.UNDETERMINED
            yield Observation(verdict, reading.path, expected, found)


CONTROL = Control(
    id="database-owns-log-groups",
    family=Family.OBSERVABILITY,
    title="The log groups of a database are declared in the program",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
    ),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"identifier": "ledger-dev", "enabledCloudwatchLogsExports": ["postgresql"]},
            others=(
                Other(
                    "logs-dev",
                    "aws:cloudwatch/logGroup:LogGroup",
                    {"name": "/aws/rds/instance/ledger-dev/postgresql"},
                ),
            ),
        ),
    ),
    failing=(
        Example({"identifier": "ledger-dev", "enabledCloudwatchLogsExports": ["postgresql"]}),
        Example({"enabledCloudwatchLogsExports": ["postgresql"]}),
    ),
)
