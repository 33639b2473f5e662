"""Firewalls, web ACLs, warehouses and public zones have the resource that switches logs on.

Why: these services log nothing until a resource of its own says where to; a firewall without a
log stops an attack, or does not, and nobody ever knows.
Fix: declare it beside the service.

```python
aws.wafv2.WebAclLoggingConfiguration(
    "web-acl-logging-configuration", resource_arn=acl.arn, log_destination_configs=[logs.arn]
)
```

Severity: medium; it hides an attack, it does not allow one.
Not covered: logs that another program declares; private zones, whose queries resolvers log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.logic import verdict_of
from policy.relations import referrers_by
from policy.verdict import Observation, phrase

_WEB_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_FIREWALL: Final = "aws:networkfirewall/firewall:Firewall"
_WAREHOUSE: Final = "aws:redshift/cluster:Cluster"
_ZONE: Final = "aws:route53/zone:Zone"


@dataclass(frozen=True, slots=True)
class _Companion:
    """The resource that switches logs on, and how it names what it is for."""

    type: str
    path: str
    names: tuple[str, ...] = ("name",)


_COMPANIONS: Final[Mapping[str, _Companion]] = {
    _WEB_ACL: _Companion(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn"
    ),
    _FIREWALL: _Companion(
        "aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "firewallArn"
    ),
    _WAREHOUSE: _Companion(
        "aws:redshift/logging:Logging", "clusterIdentifier", ("clusterIdentifier",)
    ),
    _ZONE: _Companion("aws:route53/queryLog:QueryLog", "zoneId"),
}


def _check(service: Resource, context: Context) -> Iterable[Observation]:
    vpcs = service.get("vpcs") if service.type == _ZONE else ABSENT
    if vpcs not in (ABSENT, []) and not isinstance(vpcs, Unknown):
        return
    wanted = _COMPANIONS[service.type]
    surely, perhaps = referrers_by(
        service, wanted.path, context.graph, wanted.type, names=wanted.names
    )
    unsure = bool(perhaps) or isinstance(vpcs, Unknown)
    claim = True if surely else (None if unsure else False)
    found = phrase("{0}", ", ".join(item.name for item in surely) or "-")
    yield Observation(verdict_of(claim), "", phrase("a resource {0} for it", wanted.type), found)


CONTROL = Control(
    id="log-delivery-declared",
    family=Family.OBSERVABILITY,
    title="The resource that switches the logs on is declared",
    severity=Severity.MEDIUM,
    applies_to=tuple(_COMPANIONS),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other(
                    "logging-dev",
                    _COMPANIONS[_WEB_ACL].type,
                    {"resourceArn": Ref("example-dev")},
                ),
            ),
        ),
        Example(
            {"clusterIdentifier": "warehouse-dev"},
            type=_WAREHOUSE,
            others=(
                Other(
                    "logging-dev",
                    _COMPANIONS[_WAREHOUSE].type,
                    {"clusterIdentifier": "warehouse-dev"},
                ),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example({}, type=_FIREWALL),
        Example(
            {"clusterIdentifier": "warehouse-dev"},
            type=_WAREHOUSE,
            others=(
                Other(
                    "logging-dev",
                    _COMPANIONS[_WAREHOUSE].type,
                    {"clusterIdentifier": "other-dev"},
                ),
            ),
        ),
    ),
)
