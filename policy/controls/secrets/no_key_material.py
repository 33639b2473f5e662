"""No property holds a key that tells by its form what it is.

Why: access keys of AWS, tokens of GitHub and Slack and private keys have a form of their own. In
whatever property one stands, it is a credential in the clear.
Fix: fetch the key from Secrets Manager when the code runs.

```python
secret = aws.secretsmanager.get_secret_version_output(secret_id="partner/key")
```

Severity: critical; the key works for whoever reads it.
Not covered: credentials without a form of their own; controls on the properties that hold
credentials judge those.
"""

import re
from collections.abc import Iterator
from typing import Final

from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.demands.credentials import KEY_HINTS, KEY_MATERIAL
from policy.demands.property_texts import contents
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.verdict import Observation, Verdict, phrase

_EXPECTED: Final = phrase("no key in any property")
_HOLDS_TEXT: Final = re.compile(r"(?:userData|content|body|script|template)$", re.IGNORECASE)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    held = contents(resource, context.graph)
    suspect = any(hint in held.joined for hint in KEY_HINTS)
    guilty = [path for path, text in held.texts if suspect and KEY_MATERIAL.search(text)]
    for path in guilty:
        yield Observation(Verdict.FAIL, path, _EXPECTED, phrase("a key in plain text"))
    for path, value in held.unknowns:
        if _may_hide_a_key(path, value):
            yield Observation(Verdict.UNDETERMINED, path, _EXPECTED, phrase("not known"))
    if not guilty:
        yield Observation(Verdict.PASS, "", _EXPECTED, phrase("no key"))


def _may_hide_a_key(path: str, value: Unknown) -> bool:
    return value.text is None and not value.origins and _HOLDS_TEXT.search(path) is not None


CONTROL = Control(
    id="no-key-material",
    family=Family.SECRETS,
    title="No property holds a key",
    severity=Severity.CRITICAL,
    applies_to=(ANY_AWS,),
    check=_check,
    passing=(Example({"description": "scores transactions"}, type="aws:lambda/alias:Alias"),),
    failing=(
        Example(
            {"content": f"key={'AKIA' + 'Q' * 16}"}, type="aws:s3/bucketObjectv2:BucketObjectv2"
        ),
    ),
)
