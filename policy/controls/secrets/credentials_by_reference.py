"""A property that takes the ARN of a secret is given one.

Why: where the service fetches the credential itself, nobody else has to hold it.
Fix: give the ARN of the secret.

```python
aws.pipes.Pipe(
    name,
    source_parameters={"rabbitmq_broker_parameters": {"credentials": {"basic_auth": secret.arn}}},
    ...
)
```

Severity: medium; a value in place of a reference would be stored in the clear.
Not covered: the permissions on the secret.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="credentials-by-reference",
    family=Family.SECRETS,
    title="Credentials are given as references to secrets",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example(
            {"gitConfig": {"secretArn": "arn:aws:secretsmanager:ap-northeast-1:1:secret:a"}},
            type="aws:sagemaker/codeRepository:CodeRepository",
        ),
    ),
    failing=(
        Example(
            {"gitConfig": {"secretArn": "hunter2-hunter2"}},
            type="aws:sagemaker/codeRepository:CodeRepository",
        ),
    ),
)
