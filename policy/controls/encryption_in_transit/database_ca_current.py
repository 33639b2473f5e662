"""A database names a certificate authority of RDS that has not expired.

Why: clients verify the server against the authority's root; the authority of 2019 expired in
August 2024, and a database left on it is either refused or, worse, talked to without
verification. Where no authority is named, a new database gets the account's default and an old one
keeps its own: the program does not show which.
Fix: name the authority.

```python
aws.rds.Instance("instance", ca_cert_identifier="rds-ca-rsa2048-g1", ...)
```

Severity: medium; clients fail or stop verifying.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation

_CURRENT: Final = ("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")


def _check(database: Resource, _: Context) -> Iterable[Observation]:
    return expect(database, "caCertIdentifier").one_of(*_CURRENT)


CONTROL = Control(
    id="database-ca-current",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Database presents a certificate of a current authority",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
    ),
    check=_check,
    passing=(Example({"caCertIdentifier": "rds-ca-rsa2048-g1"}),),
    failing=(
        Example({"caCertIdentifier": "rds-ca-2019"}),
        Example({}),
    ),
)
