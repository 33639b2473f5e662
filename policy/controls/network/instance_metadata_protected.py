"""Instances give out metadata only against a session token (IMDSv2).

Why: with version 1 any request that an attacker can make a server send, such as through a URL
field, reads the instance role's credentials.
Fix: require tokens and keep the hop limit low.

```python
aws.ec2.LaunchTemplate(
    name, metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1}, ...
)
```

Severity: high; a flaw in any web application becomes the instance's permissions.
Not covered: what the instance role may do.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="instance-metadata-protected",
    family=Family.NETWORK,
    title="Instance metadata needs a session token",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example({"metadataOptions": {"httpTokens": "required"}}, type="aws:ec2/instance:Instance"),
    ),
    failing=(
        Example({"metadataOptions": {"httpTokens": "optional"}}, type="aws:ec2/instance:Instance"),
        Example(type="aws:ec2/instance:Instance"),
    ),
)
