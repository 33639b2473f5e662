"""A parameter group logs connections, disconnections and at least all DDL.

Why: an exported log is worth what is written into it; by default PostgreSQL writes neither who
connected nor what was changed.
Fix: set the parameters.

```python
aws.rds.ParameterGroup(
    "parameter-group",
    family="postgres17",
    parameters=[
        {"name": "log_connections", "value": "1"},
        {"name": "log_disconnections", "value": "1"},
        {"name": "log_statement", "value": "ddl"},
    ],
)
```

DocumentDB has one parameter for all of it, ``audit_logs``.

Severity: medium; accesses to the ledger cannot be reconstructed.
Not covered: MySQL and MariaDB, whose audit log is a plugin.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.parameters import Parameter, judge_parameter
from policy.verdict import Observation, Verdict, phrase

_ON: Final = frozenset({"1", "on", "true", "all"})
_STATEMENTS: Final = frozenset({"ddl", "mod", "all"})
_PARAMETERS: Final = (
    Parameter("log_connections", phrase("on"), lambda value: value.lower() in _ON),
    Parameter("log_disconnections", phrase("on"), lambda value: value.lower() in _ON),
    Parameter(
        "log_statement", phrase("ddl, mod or all"), lambda value: value.lower() in _STATEMENTS
    ),
)
_DOCUMENTS: Final = "aws:docdb/clusterParameterGroup:ClusterParameterGroup"
_AUDIT: Final = Parameter(
    "audit_logs", phrase("on"), lambda value: value.lower() not in {"disabled", "none"}
)


def _check(group: Resource, _: Context) -> Iterable[Observation]:
    if group.type == _DOCUMENTS:
        return (judge_parameter(group, _AUDIT),)
    family = group.get("family")
    if not isinstance(family, str):
        unknown = expect(group, "family", absent=Verdict.UNDETERMINED)
        return unknown.holds(phrase("a known family"), lambda _: False)
    if "postgres" not in family:
        return ()
    return tuple(judge_parameter(group, parameter) for parameter in _PARAMETERS)


CONTROL = Control(
    id="parameter-group-logs",
    family=Family.OBSERVABILITY,
    title="The database logs connections and changes",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        _DOCUMENTS,
    ),
    check=_check,
    passing=(
        Example(
            {
                "family": "postgres17",
                "parameters": [
                    {"name": "log_connections", "value": "1"},
                    {"name": "log_disconnections", "value": "1"},
                    {"name": "log_statement", "value": "ddl"},
                ],
            }
        ),
    ),
    failing=(
        Example(
            {
                "family": "postgres17",
                "parameters": [
                    {"name": "log_connections", "value": "1"},
                    {"name": "log_disconnections", "value": "1"},
                    {"name": "log_statement", "value": "none"},
                ],
            }
        ),
        Example({"family": "aurora-postgresql16", "parameters": []}),
        Example({"family": "docdb5.0", "parameters": []}, type=_DOCUMENTS),
    ),
)
