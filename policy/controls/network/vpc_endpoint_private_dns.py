"""An interface endpoint of an AWS service uses private DNS.

Why: without it every SDK still resolves the public name and leaves through the internet, or
fails; the endpoint is paid for and unused.
Fix: switch private DNS on.

```python
aws.ec2.VpcEndpoint("vpc-endpoint", vpc_endpoint_type="Interface", private_dns_enabled=True, ...)
```

Severity: low; calls fail or take the other road.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.verdict import Observation


def _check(endpoint: Resource, _: Context) -> Iterable[Observation]:
    kind = endpoint.get("vpcEndpointType")
    if isinstance(kind, Unknown):
        return expect(endpoint, "vpcEndpointType").equals("Interface")
    return expect(endpoint, "privateDnsEnabled").is_true() if kind == "Interface" else ()


CONTROL = Control(
    id="vpc-endpoint-private-dns",
    family=Family.NETWORK,
    title="Interface endpoint answers under the service's own name",
    severity=Severity.LOW,
    applies_to=("aws:ec2/vpcEndpoint:VpcEndpoint",),
    check=_check,
    passing=(Example({"vpcEndpointType": "Interface", "privateDnsEnabled": True}),),
    failing=(
        Example({"vpcEndpointType": "Interface"}),
        Example({"vpcEndpointType": "Interface", "privateDnsEnabled": False}),
    ),
)
