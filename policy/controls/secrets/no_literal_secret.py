"""No credential is written in the program or in its plain configuration.

Why: what stands in a repository is known to everybody who ever cloned it, and stays in its
history. A credential there is public sooner or later.
Fix: fetch the credential from Secrets Manager.

```python
secret = aws.secretsmanager.get_secret_version_output(secret_id="ledger/master")
aws.rds.Instance(name, password=secret.secret_string, ...)
```

Severity: critical; whoever reads the repository can log in.
Not covered: values that the program puts together or decodes; without sources at hand (setting
`programDirectory`) the control cannot decide.
"""

from policy.control import Example, Other, Ref, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="no-literal-secret",
    family=Family.SECRETS,
    title="No credential is written in the program",
    severity=Severity.CRITICAL,
    documentation=__doc__,
    passing=(
        Example(
            {"password": Ref("random-password-dev", "result")},
            type="aws:rds/instance:Instance",
            others=(Other("random-password-dev", "random:index/randomPassword:RandomPassword"),),
        ),
    ),
    failing=(
        Example(
            {"password": "hunter2-hunter2"},
            type="aws:rds/instance:Instance",
            configuration={"app:pin": "hunter2-hunter2"},
        ),
        Example(
            {"type": "SecureString", "value": "hunter2-hunter2"},
            type="aws:ssm/parameter:Parameter",
            configuration={"app:pin": "hunter2-hunter2"},
        ),
    ),
)
