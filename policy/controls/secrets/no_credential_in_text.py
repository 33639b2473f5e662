"""Scripts, documents and plain parameters contain no credentials.

Why: user data can be read by every process on the instance and by everybody who may describe it;
documents and plain parameters are not encrypted at all.
Fix: let the script fetch what it needs.

```python
aws.ec2.Instance(name, user_data="aws secretsmanager get-secret-value --secret-id app", ...)
```

Severity: high; the credential is readable far beyond its purpose.
Not covered: credentials that look like ordinary words.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="no-credential-in-text",
    family=Family.SECRETS,
    title="No credential stands in user data, documents or parameters",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(Example({"userData": "#!/bin/sh\necho ready"}, type="aws:ec2/instance:Instance"),),
    failing=(
        Example(
            {"userData": "export DB_PASSWORD=hunter2-hunter2"}, type="aws:ec2/instance:Instance"
        ),
        Example(
            {"type": "String", "value": "password=hunter2-hunter2"},
            type="aws:ssm/parameter:Parameter",
        ),
    ),
)
