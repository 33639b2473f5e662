"""Where AWS itself demands us-east-1, and services that belong to no region.

The tables `us_east_1` and `global` of the catalogue list the cases: certificates, web ACLs and
functions of CloudFront, the keys and logs of public DNS, and services without regional endpoints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from policy.catalog.conditions import holds
from policy.catalog.rows import read_lines
from policy.graph import Graph, Resource

US_EAST_1: Final = "us-east-1"
EDGE_USERS: Final = frozenset(
    {
        "aws:apigateway/domainName:DomainName",
        "aws:appsync/domainName:DomainName",
        "aws:cognito/userPoolDomain:UserPoolDomain",
    }
)
"""Regional types whose certificate is nevertheless one of us-east-1."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One line of the table.

    Attributes:
        kind: `lives`: the resource itself may be in us-east-1, under the condition `when`.
            `names`: the property names a resource there. `follows`: the resource may be there if
            the one that the property refers to may.
        path: The property path; empty for `lives`.
        when: A condition on the resource's properties.
    """

    kind: str
    path: str
    when: str

    @property
    def top(self) -> str:
        """The top-level property of the path."""
        return re.split(r"[.\[]", self.path)[0]


@cache
def global_types() -> Mapping[str, str]:
    """Type tokens of services without regions, and what kind of service each is."""
    return {line[0]: line[1] for line in read_lines("global")}


@cache
def _cases() -> Mapping[str, tuple[_Case, ...]]:
    groups: dict[str, tuple[_Case, ...]] = {}
    for token, kind, path, when, _ in read_lines("us_east_1"):
        groups[token] = (*groups.get(token, ()), _Case(kind, path, when))
    return groups


def may_name_us_east_1(token: str, path: str) -> bool:
    """Whether AWS wants an ARN of us-east-1 at a concrete property path."""
    plain = re.sub(r"\[\d+\]", "[]", path)
    cases = _cases().get(token, ())
    return any(case.kind == "names" and case.path == plain for case in cases)


def may_live_in_us_east_1(resource: Resource, graph: Graph) -> bool:
    """Whether a resource is one that AWS wants in us-east-1.

    It is one by its own properties, by having no region at all, by being named where AWS wants an
    ARN of us-east-1, or by belonging to such a resource.
    """
    return _may_live(resource, graph, frozenset())


def _may_live(resource: Resource, graph: Graph, seen: frozenset[str]) -> bool:
    if resource.urn in seen:
        return False
    inside = seen | {resource.urn}
    return (
        resource.type in global_types()
        or any(_lives(case, resource, graph, inside) for case in _cases().get(resource.type, ()))
        or any(_names(item, resource, graph, inside) for item in _referrers(resource, graph))
    )


def _lives(case: _Case, resource: Resource, graph: Graph, seen: frozenset[str]) -> bool:
    if case.kind == "lives":
        return holds(case.when, resource.properties) is True
    owners = graph.origins_of(resource, case.top) if case.kind == "follows" else ()
    return any(_may_live(owner, graph, seen) for owner in owners)


def _names(referrer: Resource, resource: Resource, graph: Graph, seen: frozenset[str]) -> bool:
    tops = {case.top for case in _cases().get(referrer.type, ()) if case.kind == "names"}
    named = any(resource.urn in referrer.references.get(top, ()) for top in tops)
    # What a regional resource names is there only if that one is there itself.
    return named and (referrer.type in EDGE_USERS or _may_live(referrer, graph, seen))


def _referrers(resource: Resource, graph: Graph) -> tuple[Resource, ...]:
    return graph.referrers.get(resource.urn, ())
