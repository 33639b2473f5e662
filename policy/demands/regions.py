"""Regions: where a resource lives, and the regions that texts name.

Facts: region names and zone ids follow the scheme of the AWS Regions and Zones user guide, in
which `ap-northeast-1` has the zones `ap-northeast-1a` and `apne1-az1`. Local Zones such as
`ap-northeast-1-tpe-1a` lie in other cities than their region.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from policy.demands.stand_ins import without_stand_ins
from policy.graph import ABSENT, Graph, Resource, Unknown

PROVIDER_TYPE: Final = "pulumi:providers:aws"
REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}")

_NAMES: Final = re.compile(
    r"arn:aws[a-z-]*:[a-z0-9-]+:(?P<arn>[a-z]{2}(?:-[a-z]+)+-\d{1,2}):"
    r"|(?<![\w-])(?:s3-)?(?P<host>[a-z]{2}(?:-[a-z]+)+-\d{1,2})"
    r"\.(?:[\w-]+\.){0,4}(?:amazonaws\.com|on\.aws|api\.aws)"
    r"|\bcom\.amazonaws\.(?:vpce\.)?(?P<service>[a-z]{2}(?:-[a-z]+)+-\d{1,2})\."
)
_HINTS: Final = ("arn:", "amazonaws", ".on.aws", ".api.aws")
"""What every match of `_NAMES` contains."""
_DIRECTIONS: Final = {
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "central": "c",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
    "gov": "g",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """The region of a resource and who decided it.

    Attributes:
        region: A region name, or `Unknown`, or `ABSENT` where only the shell decides.
        decided_by: `resource`, `provider`, `configuration` or `environment`.
    """

    region: object
    decided_by: str


def placement_of(resource: Resource, graph: Graph) -> Placement:
    """Where AWS operates a resource: its own `region`, else its provider's, else `aws:region`.

    An explicit provider without a region takes it from the shell that runs the program, so
    nothing is known of it; the default provider takes the stack's configuration first.
    """
    return _placement(resource, graph, frozenset())


def _placement(resource: Resource, graph: Graph, seen: frozenset[str]) -> Placement:
    if not resource.type.startswith("pulumi:providers:"):
        own = resource.get("region")
        own = own if own is ABSENT else _resolved(own, graph, seen | {resource.urn})
        if isinstance(own, (str, Unknown)):
            return Placement(own, "resource")
    provider = provider_of(resource, graph)
    if provider is None and resource.options.provider is not None:
        return Placement(Unknown(), "provider")
    if provider is not None and provider.get("region") is not ABSENT:
        named = _resolved(provider.get("region"), graph, seen | {resource.urn})
        return Placement(named, "provider")
    configured = graph.configuration.get("aws:region")
    if configured and (provider is None or provider.name.startswith("default")):
        return Placement(configured, "configuration")
    return Placement(ABSENT, "environment")


def provider_of(resource: Resource, graph: Graph) -> Resource | None:
    """The AWS provider that manages a resource, if the graph has it."""
    if resource.type == PROVIDER_TYPE:
        return resource
    named = resource.options.provider
    if named is None:
        return _only_default_provider(graph)
    # The engine writes a reference as the provider's URN and its id, joined by `::`.
    return graph.by_urn.get(named) or graph.by_urn.get(named.rpartition("::")[0])


def resolved(value: object, graph: Graph) -> object:
    """A region value; one that is another resource's `region` output becomes that one's region."""
    return _resolved(value, graph, frozenset())


def _resolved(value: object, graph: Graph, seen: frozenset[str]) -> object:
    if not isinstance(value, Unknown) or len(value.origins) != 1:
        return value
    origin = value.origins[0]
    source = graph.by_urn.get(origin.urn)
    # A graph from a broken file may go round in circles.
    if source is None or origin.output != "region" or origin.urn in seen:
        return value
    if without_stand_ins(value, graph):
        return value
    found = _placement(source, graph, seen).region
    return value if found is ABSENT else found


def may_name_regions(text: str) -> bool:
    """Whether it is worth looking for regions in a text; cheap, and never wrong with a no."""
    return any(hint in text for hint in _HINTS)


def regions_named_in(text: str) -> Iterator[str]:
    """The regions that a text's ARNs, endpoint hosts and endpoint service names carry."""
    for match in _NAMES.finditer(text) if may_name_regions(text) else ():
        yield match["arn"] or match["host"] or match["service"]


def is_zone_of(region: str, zone: str) -> bool:
    """Whether a zone name (`ap-northeast-1a`) or id (`apne1-az1`) is one of the region's own."""
    names = rf"{re.escape(region)}[a-z]|{zone_id_prefix(region)}-az\d{{1,2}}"
    return re.fullmatch(names, zone) is not None


@cache
def zone_id_prefix(region: str) -> str:
    """The beginning of a region's zone ids: `apne1` for `ap-northeast-1`."""
    area, *directions, number = region.split("-")
    return area + "".join(_DIRECTIONS.get(word, word) for word in directions) + number


def _only_default_provider(graph: Graph) -> Resource | None:
    providers = graph.of_types(PROVIDER_TYPE)
    defaults = [item for item in providers if item.name.startswith("default")]
    return defaults[0] if len(defaults) == 1 else None
