"""A function uses a runtime that AWS still supports, or brings its own image.

Why: a deprecated runtime gets no security fixes, and AWS ends by refusing updates of the
function, the urgent ones included.
Fix: move to a supported runtime.

```python
aws.lambda_.Function("function", runtime="python3.13", ...)
```

Severity: medium; the function becomes unpatchable.
Not covered: container images, whose runtime is their own.
"""

import re
from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, phrase

# First supported version of each language on 2026-11-24; see "Lambda runtimes" in the AWS Lambda
# developer guide.
_OLDEST: Final = {
    "python": (3, 11),
    "nodejs": (22,),
    "java": (11,),
    "dotnet": (10,),
    "ruby": (3, 3),
    "provided.al": (2023,),
}
_RUNTIME: Final = re.compile(r"(?P<language>[a-z.]+)(?P<version>\d+(?:\.\d+)?)(?:\.x)?")


def _check(function: Resource, _: Context) -> Iterable[Observation]:
    if function.get("packageType") == "Image":
        return ()
    return expect(function, "runtime").holds(phrase("a supported runtime"), _is_supported)


def _is_supported(runtime: object) -> bool:
    parts = _RUNTIME.fullmatch(str(runtime))
    if parts is None or parts["language"] not in _OLDEST:
        return False
    version = tuple(int(part) for part in parts["version"].split("."))
    return version >= _OLDEST[parts["language"]]


CONTROL = Control(
    id="lambda-runtime-supported",
    family=Family.MULTI_AZ,
    title="Lambda runtime is supported",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    passing=(
        Example({"runtime": "python3.13"}),
        Example({"runtime": "nodejs22.x"}),
    ),
    failing=(
        Example({"runtime": "python3.9"}),
        Example({"runtime": "nodejs18.x"}),
        Example({}),
    ),
)
