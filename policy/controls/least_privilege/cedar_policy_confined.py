"""A Cedar policy permits somebody something, and not everybody everything.

Why: `permit(principal, action, resource);` lets in whoever is signed in, whatever they ask for.
Fix: name principals, actions or resources in the policy's head, or confine it by `when`.

```python
statement = 'permit(principal in Group::"fraud", action == Action::"read", resource);'
```

Severity: critical; the service that the policy guards is open to all its users.
Not covered: whether a condition confines what it should; Cedar is read no further than that.
"""

import re
from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Reading, Resource, Unknown
from policy.redaction import describe
from policy.verdict import Observation, Verdict, phrase

_EXPECTED: Final = phrase("a policy that confines whom it permits what")
_PLACES: Final = {
    "aws:verifiedpermissions/policy:Policy": "definition.static.statement",
    "aws:verifiedpermissions/policyTemplate:PolicyTemplate": "statement",
    "aws:verifiedaccess/endpoint:Endpoint": "policyDocument",
    "aws:verifiedaccess/group:Group": "policyDocument",
    "aws:bedrock/agentcorePolicy:AgentcorePolicy": "definition.cedar.statement",
}
_COMMENT: Final = re.compile(r"//[^\n]*")
_UNCONFINED: Final = re.compile(
    r"permit\s*\(\s*principal\s*,\s*action\s*,\s*resource\s*,?\s*\)\s*(;|$)"
)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    for reading in resource.read(_PLACES[resource.type]):
        if not reading.is_absent:
            seen = describe(resource, reading, context.graph)
            yield Observation(_judge(reading), reading.path, _EXPECTED, seen)


def _judge(reading: Reading) -> Verdict:
    value = reading.value
    text = value.text if isinstance(value, Unknown) else value
    if not isinstance(text, str):
        return Verdict.UNDETERMINED
    return Verdict.FAIL if _UNCONFINED.search(_COMMENT.sub("", text)) else Verdict.PASS


CONTROL = Control(
    id="cedar-policy-confined",
    family=Family.LEAST_PRIVILEGE,
    title="Cedar policies confine whom they permit what",
    severity=Severity.CRITICAL,
    applies_to=tuple(_PLACES),
    check=_check,
    passing=(
        Example(
            {"statement": 'permit(principal in Group::"fraud", action, resource);'},
            type="aws:verifiedpermissions/policyTemplate:PolicyTemplate",
        ),
        Example(
            {"policyDocument": "permit(principal, action, resource) when { context.sso.mfa };"},
            type="aws:verifiedaccess/group:Group",
        ),
    ),
    failing=(
        Example(
            {"statement": "permit(principal, action, resource);"},
            type="aws:verifiedpermissions/policyTemplate:PolicyTemplate",
        ),
        Example(
            {"policyDocument": "permit (\n  principal,\n  action,\n  resource\n); // everybody"},
            type="aws:verifiedaccess/group:Group",
        ),
    ),
)
