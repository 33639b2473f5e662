"""Every AWS resource is of a type that the catalogue has reviewed.

Why: the catalogue says for every type of the AWS provider which properties decide on region,
encryption, exposure and the rest. A type that it does not know could break any rule unseen.
Fix: use the type of the classic AWS provider, or update the pack to one that knows the type.

```python
aws.sqs.Queue(name, ...)  # not aws_native.sqs.Queue
```

Severity: high; nothing has been proven of such a resource.
Not covered: resources of other clouds and of utility providers such as random and tls.
"""

from collections.abc import Iterator
from typing import Final

from policy.catalog.naming_table import known_types
from policy.control import ANY, Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase

_CLASSIC: Final = "aws:"
_OTHER_AWS_PROVIDERS: Final = ("aws-native:",)


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    if not resource.options.custom:
        return  # a component; its children are judged themselves
    if resource.type.startswith((_CLASSIC, *_OTHER_AWS_PROVIDERS)):
        yield Observation(
            _verdict(resource.type),
            "",
            phrase("a type that the catalogue has reviewed"),
            phrase("{0}", resource.type),
        )


def _verdict(token: str) -> Verdict:
    if token in known_types():
        return Verdict.PASS
    # A newer SDK may have brought the type; what another provider makes is never judged.
    return Verdict.UNDETERMINED if token.startswith(_CLASSIC) else Verdict.FAIL


CONTROL = Control(
    id="resource-type-reviewed",
    family=Family.REGION,
    title="The resource is of a reviewed type",
    severity=Severity.HIGH,
    applies_to=(ANY,),
    check=_check,
    passing=(Example(type="aws:sqs/queue:Queue"),),
    failing=(Example(type="aws-native:sqs:Queue"),),
)
