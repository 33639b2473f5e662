"""A listener speaks HTTPS or TLS, or only redirects to HTTPS.

Why: whatever the targets do, the way from the client to the load balancer crosses the internet.
Fix: serve HTTPS, and let the HTTP listener redirect.

```python
aws.lb.Listener(
    "listener",
    protocol="HTTP",
    default_actions=[
        {"type": "redirect",
         "redirect": {"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"}},
    ],
    ...
)
```

Severity: high; sessions and credentials travel readable.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase

_ENCRYPTED: Final = ("HTTPS", "TLS", "GENEVE")
_OPAQUE: Final = frozenset({"TCP", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"})


def _check(listener: Resource, _: Context) -> Iterable[Observation]:
    protocol = listener.get("protocol")
    if isinstance(protocol, str) and protocol in _OPAQUE:
        # What passes through as it is may be TLS or not: the program does not tell.
        found = phrase("{0}, which hides whether clients encrypt", protocol)
        return (Observation(Verdict.UNDETERMINED, "protocol", phrase("HTTPS or TLS"), found),)
    if protocol == "HTTP":
        return tuple(_redirects(listener))
    return expect(listener, "protocol").one_of(*_ENCRYPTED)


def _redirects(listener: Resource) -> Iterator[Observation]:
    yield from expect(listener, "defaultActions[].type").equals("redirect")
    yield from expect(listener, "defaultActions[].redirect.protocol").equals("HTTPS")


CONTROL = Control(
    id="listener-encrypted",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Load balancer listener speaks TLS",
    severity=Severity.HIGH,
    applies_to=(
        "aws:lb/listener:Listener",
        "aws:alb/listener:Listener",
    ),
    check=_check,
    passing=(
        Example({"protocol": "HTTPS"}),
        Example(
            {
                "protocol": "HTTP",
                "defaultActions": [
                    {
                        "type": "redirect",
                        "redirect": {"protocol": "HTTPS", "statusCode": "HTTP_301"},
                    }
                ],
            }
        ),
    ),
    failing=(
        Example({"protocol": "HTTP", "defaultActions": [{"type": "forward"}]}),
        Example(
            {
                "protocol": "HTTP",
                "defaultActions": [{"type": "redirect", "redirect": {"port": "80"}}],
            }
        ),
        Example({}),
    ),
)
