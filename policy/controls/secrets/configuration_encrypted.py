"""Credentials in the stack's configuration are encrypted.

Why: `Pulumi.<stack>.yaml` lies in the repository. A credential that was set without `--secret` is
there in the clear, for everybody who ever cloned it, and goes on to the state in the clear.
Fix: fetch the credential instead; where it must be configured, set it with
`pulumi config set --secret`.

```python
secret = aws.secretsmanager.get_secret_version_output(secret_id=config.require("secretName"))
```

Severity: critical; whoever reads the repository can log in.
Not covered: configuration whose name does not say that it is a credential.
"""

from collections.abc import Iterator

from policy.control import Context, Control, Example, Severity
from policy.demands.credentials import is_credential
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase


def _check(_: Resource, context: Context) -> Iterator[Observation]:
    expected = phrase("no credential in plain configuration")
    plain = context.graph.configuration.items()
    guilty = sorted(key for key, value in plain if is_credential(key, value))
    for key in guilty:
        yield Observation(Verdict.FAIL, "", expected, phrase("{0} in plain text", key))
    if not guilty:
        yield Observation(Verdict.PASS, "", expected, phrase("none"))


CONTROL = Control(
    id="configuration-encrypted",
    family=Family.SECRETS,
    title="Credentials in the configuration are encrypted",
    severity=Severity.CRITICAL,
    applies_to=("pulumi:pulumi:Stack",),
    check=_check,
    passing=(Example(configuration={"app:databaseSecret": "ledger/master"}),),
    failing=(Example(configuration={"app:databasePassword": "hunter2-hunter2"}),),
)
