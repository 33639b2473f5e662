"""Cross-origin rules name the origins that may call.

Why: `*` lets any web page that a user visits call the service from that user's browser.
Fix: name the origins.

```python
aws.s3.BucketCorsConfiguration(
    name,
    cors_rules=[
        {"allowed_origins": ["https://console.japancart.example"], "allowed_methods": ["GET"]}
    ],
    ...
)
```

Severity: medium; it takes a user with access and a hostile page.
Not covered: Lambda function URLs: see `lambda-function-url-cors-restricted`.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="cross-origin-restricted",
    family=Family.NETWORK,
    title="Browsers of other origins are not let in",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example(
            {"corsRules": [{"allowedOrigins": ["https://a.example"]}]},
            type="aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        ),
    ),
    failing=(
        Example(
            {"corsRules": [{"allowedOrigins": ["*"]}]},
            type="aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        ),
    ),
)
