"""A web entry point that the internet can reach has a web ACL.

Why: whoever offers pages or an API to the public is scanned for injection and known holes from the
first hour; PCI DSS asks for an automatic defence in front of every public web application.
Fix: associate a web ACL.

```python
aws.wafv2.WebAclAssociation(
    "web-acl-association", resource_arn=balancer.arn, web_acl_arn=acl.arn
)
```

Severity: medium; an attack needs a weakness in the application too.
Not covered: HTTP and WebSocket APIs, which AWS WAF cannot protect; distributions, which name their
web ACL themselves; private REST APIs and internal balancers; associations of other programs.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.expectations import as_boolean
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.logic import Claim, any_of, negated, verdict_of
from policy.relations import links, referrers_by
from policy.verdict import Observation, phrase

_BALANCERS: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
_STAGE: Final = "aws:apigateway/stage:Stage"
_REST_API: Final = "aws:apigateway/restApi:RestApi"
_GRAPH_API: Final = "aws:appsync/graphQLApi:GraphQLApi"
_ASSOCIATIONS: Final = (
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:wafregional/webAclAssociation:WebAclAssociation",
)


def _check(entry: Resource, context: Context) -> Iterable[Observation]:
    public = _is_public(entry, context.graph)
    if public is False:
        return
    surely, perhaps = referrers_by(
        entry, "resourceArn", context.graph, *_ASSOCIATIONS, among=(*_BALANCERS, _STAGE, _GRAPH_API)
    )
    protected: Claim = True if surely else (None if perhaps else False)
    claim = any_of((protected, negated(public)))
    found = phrase("{0}", ", ".join(item.name for item in surely) or "-")
    yield Observation(verdict_of(claim), "", phrase("an associated web ACL"), found)


def _is_public(entry: Resource, graph: Graph) -> Claim:
    if entry.type in _BALANCERS:
        return _is_public_balancer(entry)
    if entry.type == _GRAPH_API:
        return _differs(entry.get("visibility"), "PRIVATE")
    # An API of another program, or one of whose type nothing is said, is public.
    apis = links(entry, "restApi", graph, _REST_API).found
    return any_of(_has_public_endpoint(api) for api in apis) if apis else True


def _is_public_balancer(balancer: Resource) -> Claim:
    kind = balancer.get("loadBalancerType")
    if isinstance(kind, str) and kind != "application":
        return False
    internal = balancer.get("internal")
    if isinstance(internal, Unknown) or isinstance(kind, Unknown):
        return None
    return as_boolean(internal) is not True


def _has_public_endpoint(api: Resource) -> Claim:
    readings = api.read("endpointConfiguration.types")
    return any_of(_differs(reading.value, "PRIVATE") for reading in readings)


def _differs(value: object, private: str) -> Claim:
    if value is ABSENT:
        return True
    if isinstance(value, list) and len(value) == 1:
        (value,) = value
    return None if isinstance(value, Unknown) else value != private


CONTROL = Control(
    id="web-entry-behind-firewall",
    family=Family.NETWORK,
    title="Public web entry point has a web ACL",
    severity=Severity.MEDIUM,
    applies_to=(*_BALANCERS, _STAGE, _GRAPH_API),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {},
            others=(
                Other("association-dev", _ASSOCIATIONS[0], {"resourceArn": Ref("example-dev")}),
            ),
        ),
        Example(
            {"restApi": Ref("api-dev", "id")},
            type=_STAGE,
            others=(
                Other("api-dev", _REST_API),
                Other("association-dev", _ASSOCIATIONS[0], {"resourceArn": Ref("example-dev")}),
            ),
        ),
    ),
    failing=(
        Example({"internal": False}),
        Example(
            {"restApi": Ref("api-dev", "id")}, type=_STAGE, others=(Other("api-dev", _REST_API),)
        ),
        Example({}, type=_GRAPH_API),
    ),
)
