"""A file system's policy denies every access that does not come over TLS.

Why: NFS is plain text unless the client mounts with TLS, and only the file system's policy can
insist.
Fix: deny everything that does not come over TLS in the policy of the file system.

```python
statement = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "elasticfilesystem:*",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
```

Severity: medium; AWS's own SDKs use TLS, others need not.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.relations.tls_only import PolicyPlace, requires_tls
from policy.verdict import Observation

_PLACE: Final = PolicyPlace(
    "aws:efs/fileSystemPolicy:FileSystemPolicy", "fileSystemId", "creationToken"
)


def _check(system: Resource, context: Context) -> Iterable[Observation]:
    return (requires_tls(system, _PLACE, context),)


CONTROL = Control(
    id="file-system-requires-tls",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="EFS file system refuses mounts without TLS",
    severity=Severity.MEDIUM,
    applies_to=("aws:efs/fileSystem:FileSystem",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "policy-dev",
                    "aws:efs/fileSystemPolicy:FileSystemPolicy",
                    {
                        "fileSystemId": Ref("example-dev", "id"),
                        "policy": {
                            "Statement": [
                                {
                                    "Effect": "Deny",
                                    "Principal": "*",
                                    "Action": "elasticfilesystem:*",
                                    "Resource": "*",
                                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                                }
                            ]
                        },
                    },
                ),
            ),
        ),
    ),
    failing=(Example({}),),
)
