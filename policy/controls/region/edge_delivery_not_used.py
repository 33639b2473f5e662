"""Nothing is delivered from edge locations around the world.

Why: CloudFront, Global Accelerator and edge-optimized API endpoints end connections and keep
copies of responses in edge locations outside Japan, in no region at all.
Fix: serve from the region, for example with a regional API endpoint.

```python
aws.apigateway.RestApi(name, endpoint_configuration={"types": "REGIONAL"}, ...)
```

Severity: medium; only what is delivered leaves, and public content may well do so; a program that
means to use CloudFront sets this control to advisory.
Not covered: distributions made elsewhere that use this stack as their origin.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="edge-delivery-not-used",
    family=Family.REGION,
    title="Nothing is delivered from edge locations",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example(
            {"endpointConfiguration": {"types": "REGIONAL"}}, type="aws:apigateway/restApi:RestApi"
        ),
        Example({"scope": "REGIONAL"}, type="aws:wafv2/webAcl:WebAcl"),
    ),
    failing=(
        Example(type="aws:apigateway/restApi:RestApi"),
        Example({"scope": "CLOUDFRONT"}, type="aws:wafv2/webAcl:WebAcl"),
        Example(type="aws:cloudfront/distribution:Distribution"),
    ),
)
