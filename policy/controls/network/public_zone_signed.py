"""The answers of a public DNS zone are signed.

Why: without signatures a resolver cannot tell a forged answer from ours, and customers who typed
the right name reach somebody else's shop.
Fix: sign the zone; its key must be one of us-east-1, which the pack allows for this.

```python
aws.route53.HostedZoneDnsSec("hosted-zone-dns-sec", hosted_zone_id=zone.id)
```

Severity: low; forging answers takes a position between the resolver and AWS.
Not covered: the record at the parent zone; private zones, which cannot be signed.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.logic import verdict_of
from policy.relations import referrers_by
from policy.verdict import Observation, Verdict, phrase

_ZONE: Final = "aws:route53/zone:Zone"
_SIGNING: Final = "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"


def _check(resource: Resource, context: Context) -> Iterable[Observation]:
    if resource.type == _SIGNING:
        return expect(resource, "signingStatus", absent=Verdict.PASS).equals("SIGNING")
    vpcs = resource.get("vpcs")
    if vpcs not in (ABSENT, []) and not isinstance(vpcs, Unknown):
        return ()
    surely, perhaps = referrers_by(resource, "hostedZoneId", context.graph, _SIGNING)
    unsure = bool(perhaps) or isinstance(vpcs, Unknown)
    claim = True if surely else (None if unsure else False)
    found = phrase("{0}", ", ".join(item.name for item in surely) or "-")
    return (Observation(verdict_of(claim), "", phrase("a signed zone"), found),)


CONTROL = Control(
    id="public-zone-signed",
    family=Family.NETWORK,
    title="Public DNS zone is signed",
    severity=Severity.LOW,
    applies_to=(_ZONE, _SIGNING),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {}, others=(Other("signing-dev", _SIGNING, {"hostedZoneId": Ref("example-dev", "id")}),)
        ),
        Example({}, type=_SIGNING),
    ),
    failing=(
        Example({}),
        Example({"signingStatus": "NOT_SIGNING"}, type=_SIGNING),
    ),
)
