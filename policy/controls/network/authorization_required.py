"""No endpoint serves callers that nobody has authorized.

Why: an endpoint with authorization `NONE`, an API key only, or anonymous access serves everybody
who finds it; a network boundary alone does not tell who is calling.
Fix: require IAM, or another authorizer, on every route.

```python
aws.apigatewayv2.Route(name, authorization_type="AWS_IAM", ...)
```

Severity: high; strangers can read or write data.
Not covered: what the authorizer decides, and Lambda function URLs: see their own controls.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="authorization-required",
    family=Family.NETWORK,
    title="Every caller must be authorized",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"routeKey": "POST /transactions", "authorizationType": "AWS_IAM"},
            type="aws:apigatewayv2/route:Route",
        ),
    ),
    failing=(
        Example({"authorizationType": "NONE"}, type="aws:apigatewayv2/route:Route"),
        Example(type="aws:apigatewayv2/route:Route"),
        Example({"authType": "NONE"}, type="aws:vpclattice/service:Service"),
    ),
)
