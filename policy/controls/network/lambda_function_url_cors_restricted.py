"""A function URL that allows cross-origin calls names the origins.

Why: with `*` any page in a user's browser can call the function with that user's reach.
Fix: name the origins.

```python
aws.lambda_.FunctionUrl(
    "function-url", cors={"allow_origins": ["https://ops.japancart.example"]}, ...
)
```

Severity: medium; it takes a user's browser to exploit.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict


def _check(url: Resource, _: Context) -> Iterable[Observation]:
    return expect(url, "cors.allowOrigins[]", absent=Verdict.PASS).none_of(
        "*", "http://*", "https://*"
    )


CONTROL = Control(
    id="lambda-function-url-cors-restricted",
    family=Family.NETWORK,
    title="Lambda function URL names the origins it trusts",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/functionUrl:FunctionUrl",),
    check=_check,
    passing=(
        Example({"authorizationType": "AWS_IAM"}),
        Example({"cors": {"allowOrigins": ["https://ops.japancart.example"]}}),
    ),
    failing=(Example({"cors": {"allowOrigins": ["*"]}}),),
)
