"""The program neither creates nor uses credentials that do not expire.

Why: access keys, console passwords and uploaded keys work until somebody thinks of deleting them,
and their secret part lies in the state from the start.
Fix: use roles: for the program that of the CI, for workloads their own.

```python
tokyo = aws.Provider("provider-dev", region="ap-northeast-1")  # credentials from the role
```

Severity: high; a leaked key keeps working.
Not covered: credentials in the environment of the machine that deploys.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="no-long-lived-credentials",
    family=Family.SECRETS,
    title="No long-lived credential is created or used",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(Example(type="pulumi:providers:aws"),),
    failing=(
        Example({"accessKey": "test"}, type="pulumi:providers:aws"),
        Example(type="aws:grafana/workspaceApiKey:WorkspaceApiKey"),
    ),
)
