"""Terraform addresses for Pulumi resources, and the way back to the URN."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policy.checkov.mapping.names import Names
from policy.graph import Graph

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]")
_AWS: Final = "aws:"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Which resources Checkov gets to see, and under which name.

    Attributes:
        by_urn: Address of each resource that has a Terraform type.
        not_covered: URNs of AWS resources without one; Checkov says nothing about them.
    """

    by_urn: Mapping[str, str]
    not_covered: tuple[str, ...]

    @property
    def by_address(self) -> Mapping[str, str]:
        """The URN of each address."""
        return {address: urn for urn, address in self.by_urn.items()}


def give_addresses(graph: Graph, names: Names) -> Addresses:
    """An address of its own for every resource whose type Terraform has too."""
    by_urn: dict[str, str] = {}
    taken: set[str] = set()
    not_covered = []
    for resource in graph.resources:
        kind = names.types.get(resource.type)
        if kind is not None:
            by_urn[resource.urn] = _free(f"{kind}.{_UNSAFE.sub('_', resource.name)}", taken)
        elif resource.type.startswith(_AWS):
            not_covered.append(resource.urn)
    return Addresses(by_urn, tuple(not_covered))


def _free(wanted: str, taken: set[str]) -> str:
    address, number = wanted, 2
    while address in taken:
        address, number = f"{wanted}_{number}", number + 1
    taken.add(address)
    return address
