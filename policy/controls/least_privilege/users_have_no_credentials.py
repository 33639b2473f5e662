"""No IAM users and no long-lived credentials.

Why: an access key or a password works until somebody revokes it, from anywhere; most leaks of AWS
credentials are of this kind.
Fix: use roles. Programs on AWS get one from their service, those elsewhere from an OIDC provider,
people from IAM Identity Center.

```python
aws.iam.Role("pipeline", assume_role_policy=trust_in_oidc_provider)
```

Severity: high; the credentials outlive their purpose and end up in files.
Not covered: users and keys that other programs make.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase

_USER: Final = "aws:iam/user:User"
_ACCESS_KEY: Final = "aws:iam/accessKey:AccessKey"
_SWITCHED: Final = (
    _ACCESS_KEY,
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    "aws:iam/sshKey:SshKey",
    "aws:iam/signingCertificate:SigningCertificate",
)
"""Credentials that can be switched off by their status."""
_EXPECTED: Final = phrase("roles instead of users and their credentials")


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    if resource.type not in _SWITCHED:
        found = phrase("a user") if resource.type == _USER else phrase("a password")
        yield Observation(Verdict.FAIL, "", _EXPECTED, found)
        return
    for reading in resource.read("status"):
        if reading.is_unknown:
            found = phrase("a credential that may be active")
            yield Observation(Verdict.UNDETERMINED, reading.path, _EXPECTED, found)
        elif str(reading.value).lower() == "inactive":
            found = phrase("a credential that is switched off")
            yield Observation(Verdict.PASS, reading.path, _EXPECTED, found)
        else:
            found = phrase("an active credential")
            yield Observation(Verdict.FAIL, reading.path, _EXPECTED, found)


CONTROL = Control(
    id="iam-no-users-or-long-lived-keys",
    family=Family.LEAST_PRIVILEGE,
    title="No IAM users, passwords or access keys",
    severity=Severity.HIGH,
    applies_to=(_USER, "aws:iam/userLoginProfile:UserLoginProfile", *_SWITCHED),
    check=_check,
    passing=(Example({"user": "migrated-dev", "status": "Inactive"}, type=_ACCESS_KEY),),
    failing=(
        Example({"name": "deployer-dev"}, type=_USER),
        Example({"user": "deployer-dev"}, type=_ACCESS_KEY),
        Example({"user": "deployer-dev", "status": "Active"}, type=_ACCESS_KEY),
    ),
)
