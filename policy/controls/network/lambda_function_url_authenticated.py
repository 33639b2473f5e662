"""A function URL admits only callers whom IAM knows.

Why: a URL without authentication is a public endpoint that no network rule applies to.
Fix: ask for IAM authentication.

```python
aws.lambda_.FunctionUrl("function-url", authorization_type="AWS_IAM", ...)
```

Severity: high; anybody can call the function.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def _check(url: Resource, _: Context) -> Iterable[Observation]:
    return expect(url, "authorizationType").equals("AWS_IAM")


CONTROL = Control(
    id="lambda-function-url-authenticated",
    family=Family.NETWORK,
    title="Lambda function URL authenticates its callers",
    severity=Severity.HIGH,
    applies_to=("aws:lambda/functionUrl:FunctionUrl",),
    check=_check,
    passing=(Example({"authorizationType": "AWS_IAM"}),),
    failing=(
        Example({"authorizationType": "NONE"}),
        Example({}),
    ),
)
