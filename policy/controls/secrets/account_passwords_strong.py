"""The account's password policy asks for long passwords that are changed and not reused.

Why: a password policy that is declared and weak is taken for the account's protection; PCI DSS
asks for twelve characters, the benchmarks for fourteen, and no reuse.
Fix: set all of it.

```python
aws.iam.AccountPasswordPolicy(
    "account-password-policy",
    minimum_password_length=14,
    require_lowercase_characters=True,
    require_uppercase_characters=True,
    require_numbers=True,
    require_symbols=True,
    password_reuse_prevention=24,
    max_password_age=90,
)
```

Severity: medium; it concerns console users only, whom the pack does not allow.
Not covered: accounts without a password policy; second factors.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

_STRONG = {
    "minimumPasswordLength": 14,
    "requireLowercaseCharacters": True,
    "requireUppercaseCharacters": True,
    "requireNumbers": True,
    "requireSymbols": True,
    "passwordReusePrevention": 24,
    "maxPasswordAge": 90,
}

CONTROL = catalog_control(
    id="account-passwords-strong",
    family=Family.SECRETS,
    title="The account asks for strong passwords",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(Example(_STRONG),),
    failing=(
        Example({**_STRONG, "minimumPasswordLength": 8}),
        Example({key: value for key, value in _STRONG.items() if key != "maxPasswordAge"}),
    ),
)
