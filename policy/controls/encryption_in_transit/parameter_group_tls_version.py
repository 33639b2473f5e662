"""A database parameter group admits no TLS version older than 1.2.

Why: TLS 1.0 and 1.1 are broken and forbidden by PCI DSS; a client that still speaks them should
fail in the test environment, not be served in production.
Fix: set the minimum.

```python
aws.rds.ParameterGroup(
    "parameter-group",
    family="postgres17",
    parameters=[{"name": "ssl_min_protocol_version", "value": "TLSv1.2"}],
)
```

Severity: medium; it takes an old client and a capable eavesdropper.
Not covered: SQL Server and Oracle, which have no single parameter for it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.parameters import Parameter, judge_parameter
from policy.verdict import Observation, Verdict, phrase

_MODERN: Final = frozenset({"tlsv1.2", "tlsv1.3", "tls1.2+", "tls1.3+"})
_POSTGRES: Final = Parameter(
    "ssl_min_protocol_version",
    phrase("TLSv1.2 or later"),
    lambda value: value.lower() in _MODERN,
    # PostgreSQL 13 and later ask for 1.2 by default.
    absent=Verdict.PASS,
)
_MYSQL: Final = Parameter(
    "tls_version",
    phrase("TLSv1.2 or later"),
    lambda value: {item.strip().lower() for item in value.split(",")} <= _MODERN,
    # MySQL 8 and MariaDB 10.6 and later know nothing older by default.
    absent=Verdict.PASS,
)
_DOCUMENTDB: Final = Parameter(
    "tls", phrase("TLSv1.2 or later"), lambda value: value.lower() in _MODERN
)
_BY_FAMILY: Final = (
    ("postgres", _POSTGRES),
    ("aurora-postgresql", _POSTGRES),
    ("mysql5", replace(_MYSQL, absent=Verdict.FAIL)),
    ("mysql", _MYSQL),
    ("aurora-mysql5", replace(_MYSQL, absent=Verdict.FAIL)),
    ("aurora-mysql", _MYSQL),
    ("mariadb", _MYSQL),
    ("docdb", _DOCUMENTDB),
)


def _check(group: Resource, _: Context) -> Iterable[Observation]:
    family = group.get("family")
    if not isinstance(family, str):
        unknown = expect(group, "family", absent=Verdict.UNDETERMINED)
        return unknown.holds(phrase("a known family"), lambda _: False)
    wanted = next((item for prefix, item in _BY_FAMILY if family.startswith(prefix)), None)
    return () if wanted is None else (judge_parameter(group, wanted),)


CONTROL = Control(
    id="parameter-group-tls-version",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Parameter group admits TLS 1.2 and later only",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    ),
    check=_check,
    passing=(
        Example(
            {
                "family": "postgres17",
                "parameters": [{"name": "ssl_min_protocol_version", "value": "TLSv1.2"}],
            }
        ),
        Example({"family": "mysql8.4", "parameters": []}),
    ),
    failing=(
        Example(
            {
                "family": "postgres17",
                "parameters": [{"name": "ssl_min_protocol_version", "value": "TLSv1.1"}],
            }
        ),
        Example(
            {
                "family": "mysql8.0",
                "parameters": [{"name": "tls_version", "value": "TLSv1.1,TLSv1.2"}],
            }
        ),
        Example(
            {"family": "docdb5.0"}, type="aws:docdb/clusterParameterGroup:ClusterParameterGroup"
        ),
    ),
)
