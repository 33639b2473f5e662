"""Environment variables and parameters carry references to secrets, not secrets.

Why: environment variables are shown in consoles, stored in state, printed in crash reports and
inherited by every child process.
Fix: pass the ARN of the secret and fetch the value when the code runs.

```python
aws.lambda_.Function(
    name, environment={"variables": {"DB_SECRET": secret.arn}}, ...
)
```

Severity: high; the credential spreads to logs and state.
Not covered: variables whose names do not say that they hold a credential.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="no-credential-in-variables",
    family=Family.SECRETS,
    title="No credential is passed in an environment variable",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {
                "environment": {
                    "variables": {"DB_SECRET": "arn:aws:secretsmanager:ap-northeast-1:1:secret:a"}
                }
            },
            type="aws:lambda/function:Function",
        ),
    ),
    failing=(
        Example(
            {"environment": {"variables": {"DB_PASSWORD": "hunter2-hunter2"}}},
            type="aws:lambda/function:Function",
        ),
        Example(
            {"containerDefinitions": '[{"environment":[{"name":"API_KEY","value":"k-123"}]}]'},
            type="aws:ecs/taskDefinition:TaskDefinition",
        ),
    ),
)
