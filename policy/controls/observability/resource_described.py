"""A function, key or secret carries a description.

Why: whoever finds it in the console at night must know what breaks when it is switched off.
Fix: write one sentence.

```python
aws.kms.Key("key", description="Encrypts the ledger and its backups", ...)
```

Severity: low; it slows people down.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, phrase


def _check(resource: Resource, _: Context) -> Iterable[Observation]:
    return expect(resource, "description").holds(phrase("a description"), bool)


CONTROL = Control(
    id="resource-described",
    family=Family.OBSERVABILITY,
    title="Functions, keys and secrets say what they are for",
    severity=Severity.LOW,
    applies_to=(
        "aws:lambda/function:Function",
        "aws:kms/key:Key",
        "aws:secretsmanager/secret:Secret",
    ),
    check=_check,
    passing=(Example({"description": "Stores and scores each transaction"}),),
    failing=(
        Example({}),
        Example({"description": ""}),
        Example({}, type="aws:kms/key:Key"),
    ),
)
