"""An HTTPS or TLS listener names a security policy of TLS 1.2 and later.

Why: without a name AWS takes the policy of 2016, which still speaks TLS 1.0.
Fix: name a policy.

```python
aws.lb.Listener(
    "listener", protocol="HTTPS", ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06", ...
)
```

Severity: medium; it takes an old client and a capable eavesdropper.
"""

import re
from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, phrase

_MODERN: Final = re.compile(
    r"ELBSecurityPolicy-(TLS13-1-[23](-Res|-Ext[12])?(-FIPS|-PQ)?|TLS-1-2(-Ext)?|FS-1-2(-Res)?)-\d{4}-\d{2}"
)
_WITH_TLS: Final = frozenset({"HTTPS", "TLS"})


def _check(listener: Resource, _: Context) -> Iterable[Observation]:
    protocol = listener.get("protocol")
    if isinstance(protocol, str) and protocol not in _WITH_TLS:
        return ()
    return expect(listener, "sslPolicy").holds(
        phrase("a security policy of TLS 1.2 and later"),
        lambda policy: _MODERN.match(str(policy)) is not None,
    )


CONTROL = Control(
    id="listener-tls-policy",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Load balancer listener uses a modern security policy",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:lb/listener:Listener",
        "aws:alb/listener:Listener",
    ),
    check=_check,
    passing=(Example({"protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}),),
    failing=(
        Example({"protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-2016-08"}),
        Example({"protocol": "TLS"}),
    ),
)
