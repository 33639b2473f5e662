"""The program fetches existing secrets and creates none.

Why: a secret that a program creates has its value in the program's state, dies with the
environment and is known to whoever can run the program.
Fix: look the existing secret up.

```python
secret = aws.secretsmanager.get_secret_output(name="ledger/master")
```

Severity: high; the value lies in the state.
Not covered: secrets that AWS creates and rotates itself, such as managed master passwords.
"""

from collections.abc import Iterator
from typing import Final

from policy.catalog.rows import rows_by_control
from policy.control import Context, Control, Example, Severity
from policy.demands.judging import judge_rows
from policy.demands.unusable import type_not_used
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation

_ID: Final = "secrets-fetched-not-created"
_GENERATORS: Final = (
    "random:index/randomPassword:RandomPassword",
    "tls:index/privateKey:PrivateKey",
)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    if resource.type in _GENERATORS:
        yield from type_not_used(resource)
    yield from judge_rows(rows_by_control()[_ID].get(resource.type, ()), resource, context)


CONTROL = Control(
    id=_ID,
    family=Family.SECRETS,
    title="Secrets are fetched, not created",
    severity=Severity.HIGH,
    applies_to=(*rows_by_control()[_ID], *_GENERATORS),
    check=_check,
    passing=(Example(type="aws:apigateway/apiKey:ApiKey"),),
    failing=(
        Example(type="aws:secretsmanager/secret:Secret"),
        Example(type="aws:secretsmanager/secretVersion:SecretVersion"),
        Example({"value": "k-0123456789"}, type="aws:apigateway/apiKey:ApiKey"),
    ),
)
