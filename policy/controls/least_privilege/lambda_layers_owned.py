"""Every layer of a function comes from this program or from a trusted account.

Why: a layer is code that runs with the function's role; its owner decides what the next version
does.
Fix: build the layer in the program, or name its account in the setting `trustedAccounts`.

```python
aws.lambda_.Function("function", layers=[layer.arn], ...)
```

Severity: medium; it takes a malicious or careless owner.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import Claim, verdict_of
from policy.redaction import describe
from policy.relations import link
from policy.verdict import Observation, phrase

_LAYER: Final = "aws:lambda/layerVersion:LayerVersion"
_PROVIDER: Final = Other(
    "provider-dev", "pulumi:providers:aws", {"allowedAccountIds": ["123456789012"]}
)
_EXPECTED: Final = phrase("a layer of this program or of a trusted account")


def _check(function: Resource, context: Context) -> Iterable[Observation]:
    for reading in function.read("layers[]"):
        if not reading.is_absent:
            found = describe(function, reading, context.graph)
            claim = _is_trusted(reading.value, context)
            yield Observation(verdict_of(claim), reading.path, _EXPECTED, found)


def _is_trusted(value: object, context: Context) -> Claim:
    if link(value, context.graph, _LAYER, names=()).found:
        return True
    if isinstance(value, Unknown):
        return None
    _, _, _, _, account, *_ = (*str(value).split(":"), "", "", "", "", "")
    if account and account in {context.account, *context.settings.trusted_accounts}:
        return True
    # Without knowing the own account, any may be it.
    return False if context.account else None


CONTROL = Control(
    id="lambda-layers-owned",
    family=Family.LEAST_PRIVILEGE,
    title="Lambda layers come from accounts that are trusted",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"layers": [Ref("layer-dev")]},
            others=(Other("layer-dev", "aws:lambda/layerVersion:LayerVersion"),),
        ),
    ),
    failing=(
        Example(
            {"layers": ["arn:aws:lambda:ap-northeast-1:210987654321:layer:tools:7"]},
            others=(_PROVIDER,),
        ),
    ),
)
