"""A Redshift parameter group refuses connections without TLS.

Why: that TLS is offered stops no client that does not use it, and the older family of parameters
admits plain text unless it is told not to.
Fix: set the parameter.

```python
aws.redshift.ParameterGroup(
    "parameter-group",
    family="redshift-2.0",
    parameters=[{"name": "require_ssl", "value": "true"}],
)
```

Severity: high; copies of the ledger and passwords may travel in plain text.
Not covered: clusters with AWS's default group, whose family decides.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.relations.parameters import Parameter, judge_parameter
from policy.verdict import Observation, Verdict, phrase

_REQUIRED: Final = Parameter(
    "require_ssl", phrase("true"), lambda value: value.lower() in {"true", "1", "on"}
)
_SAFE_BY_DEFAULT: Final = "redshift-2.0"


def _check(group: Resource, _: Context) -> Iterable[Observation]:
    yield judge_parameter(group, replace(_REQUIRED, absent=_by_default(group.get("family"))))


def _by_default(family: object) -> Verdict:
    """What leaving the parameter out means in a family."""
    if isinstance(family, Unknown):
        return Verdict.UNDETERMINED
    return Verdict.PASS if family == _SAFE_BY_DEFAULT else Verdict.FAIL


CONTROL = Control(
    id="warehouse-requires-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Redshift refuses connections without TLS",
    severity=Severity.HIGH,
    applies_to=("aws:redshift/parameterGroup:ParameterGroup",),
    check=_check,
    passing=(
        Example(
            {
                "family": "redshift-1.0",
                "parameters": [{"name": "require_ssl", "value": "true"}],
            }
        ),
        Example({"family": "redshift-2.0"}),
    ),
    failing=(
        Example({"family": "redshift-1.0"}),
        Example(
            {
                "family": "redshift-2.0",
                "parameters": [{"name": "require_ssl", "value": "false"}],
            }
        ),
    ),
)
