"""A security group and each of its rules carry a description.

Why: a rule that nobody can explain is a rule that nobody dares to remove.
Fix: say who talks to whom; AWS accepts ASCII only.

```python
aws.ec2.SecurityGroup("security-group", description="Network interfaces of the ledger", ...)
```

Severity: low; it slows reviews down.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import verdict_of
from policy.network.rules import EGRESS_RULE, GROUP, GROUP_TYPES, INGRESS_RULE, RULE_TYPES, rules_in
from policy.verdict import Observation, Verdict, phrase

_EXPECTED: Final = phrase("a description")
_GENERATED: Final = frozenset({"", "Managed by Pulumi", "Managed by Terraform"})


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    if resource.type == GROUP:
        yield _judge("description", resource.get("description"))
    for egress in (False, True):
        for rule in rules_in(resource, context.graph, egress=egress):
            path = f"{rule.path}.description" if rule.path else "description"
            yield _judge(path, rule.description)


def _judge(path: str, description: object) -> Observation:
    if isinstance(description, Unknown):
        found = phrase("not known before deployment")
        return Observation(Verdict.UNDETERMINED, path, _EXPECTED, found)
    said = isinstance(description, str) and description not in _GENERATED
    found = phrase("{0}", description) if said else phrase("not set")
    return Observation(verdict_of(said), path, _EXPECTED, found)


CONTROL = Control(
    id="security-group-rules-described",
    family=Family.NETWORK,
    title="Security groups and their rules say what they are for",
    severity=Severity.LOW,
    applies_to=(*GROUP_TYPES, *RULE_TYPES),
    check=_check,
    passing=(
        Example({"description": "Network interfaces of the ledger"}),
        Example({"description": "The ledger answers the processor"}, type=INGRESS_RULE),
    ),
    failing=(
        Example({}),
        Example({"description": "Managed by Pulumi"}),
        Example({"ipProtocol": "tcp"}, type=EGRESS_RULE),
    ),
)
