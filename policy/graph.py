"""The resources of one stack, as every source delivers them and every control reads them.

A property value has three states, everywhere: **known** (a plain JSON value), **unknown** (set,
but not computed yet; an `Unknown` that carries where it comes from) and **absent** (`ABSENT`).
Nothing here knows Pulumi: sources translate what they see into these types.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from typing import Final


class Absent(Enum):
    """The type of `ABSENT`, the state of a property that is not set."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT


class Provenance(Enum):
    """How much is known about where an unknown value comes from."""

    EXACT = "exact"
    """The value is computed from all of its origins and from nothing else."""
    ONE_EACH = "one-each"
    """Each unknown leaf of the property comes from one origin: as many leaves as origins."""
    CANDIDATES = "candidates"
    """The value may come from any of the origins, or from none of them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A resource (by URN) that an unknown value comes from, and the output property if known."""

    urn: str
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is set but not computed yet.

    `text` is the value with stand-ins in place of its computed parts, when the program ran
    symbolically. Stand-ins are listed in `Graph.stand_ins`; their own characters prove nothing.
    """

    origins: tuple[Origin, ...] = ()
    provenance: Provenance = Provenance.CANDIDATES
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """Where a resource is declared: a file (relative to the program's root) and a 1-based line."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Resource options; `None` where the source cannot see the option."""

    custom: bool = True
    protect: bool | None = False
    retain_on_delete: bool | None = False
    deleted_with: str | None = None
    ignore_changes: tuple[str, ...] = ()
    parent: str | None = None
    provider: str | None = None
    dependencies: tuple[str, ...] = ()
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One value found at one concrete property path, such as `rules[0].port`."""

    path: str
    value: object

    @property
    def is_absent(self) -> bool:
        """Whether nothing is set at this path."""
        return self.value is ABSENT

    @property
    def is_unknown(self) -> bool:
        """Whether a value is set but not computed yet."""
        return isinstance(self.value, Unknown)


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One registered resource.

    Attributes:
        urn: Pulumi's unique resource name.
        type: The type token, such as `aws:sqs/queue:Queue`.
        name: The logical name.
        properties: Inputs by Pulumi's wire names (camelCase); leaves are plain JSON values
            (whole numbers as `int`) or `Unknown`.
        options: What the program asked of the engine for this resource.
        references: Top-level property to the URNs that its value comes from.
        secrets: Paths of values that the program or the SDK marked secret.
        source: Where the program declares it, if the source of the graph can tell.
    """

    urn: str
    type: str
    name: str
    properties: Mapping[str, object] = field(default_factory=dict)
    options: Options = Options()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    source: SourcePosition | None = None

    def get(self, name: str) -> object:
        """The value of a top-level property: plain, `Unknown` or `ABSENT`; null is absent."""
        value = self.properties.get(name)
        return ABSENT if value is None else value

    def read(self, path: str) -> tuple[Reading, ...]:
        """Every value at a path: `a.b` descends objects, `a[].b` lists, `a{}` map values.

        Never empty: where the path ends early there is one reading, `ABSENT` at the path as far
        as it could be followed, or the `Unknown` that hides the rest. A list stands where an
        object is expected and the other way round, since providers flatten one-item lists.
        """
        steps = _steps(path)
        if len(steps) == 1:
            # Three of four readings are of a property at the top: no need to walk.
            return (Reading(path, self.get(path)),)
        readings = tuple(_walk(self.properties, steps, ""))
        return readings or (Reading(path, ABSENT),)


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.replace("[]", ".[]").replace("{}", ".{}").split("."))


def _walk(value: object, steps: Sequence[str], at: str) -> Iterator[Reading]:
    if value is None or value is ABSENT:
        yield Reading(".".join(filter(None, (at, *steps))).replace(".[]", "[]"), ABSENT)
    elif isinstance(value, Unknown) or not steps:
        yield Reading(at, value)
    elif steps[0] in {"[]", "{}"}:
        yield from _walk_items(value, steps, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, steps, f"{at}[{index}]")
    elif isinstance(value, Mapping):
        yield from _walk(value.get(steps[0]), steps[1:], f"{at}.{steps[0]}" if at else steps[0])
    else:
        yield Reading(at, value)


def _walk_items(value: object, steps: Sequence[str], at: str) -> Iterator[Reading]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, steps[1:], f"{at}[{index}]")
    elif isinstance(value, Mapping) and steps[0] == "{}":
        for key, item in value.items():
            yield from _walk(item, steps[1:], f"{at}.{key}")
    else:
        yield from _walk(value, steps[1:], at)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A stand-in for a computed output: its exact characters and the output it stands for."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoke:
    """A look-up that the program made and how it was answered.

    `answered` is `fixture`, `built-in` or `unknown`.
    """

    token: str
    arguments: tuple[str, ...]
    answered: str
    source: SourcePosition | None = None


@dataclass(frozen=True, kw_only=True)
class Graph:
    """All resources of one stack, with the references between them.

    Attributes:
        resources: In the order of their URNs, so that registration order never matters.
        project: The Pulumi project's name.
        stack: The stack's name.
        configuration: Plain (never secret) stack configuration by full key, `aws:region` included.
        secret_keys: Keys of secret configuration.
        stand_ins: The stand-ins that texts of `Unknown` values contain, by their marker.
        invokes: Look-ups the program made.
        root: The program's directory, for reading its sources; `None` if it is not at hand.
    """

    resources: tuple[Resource, ...]
    project: str = ""
    stack: str = ""
    configuration: Mapping[str, str] = field(default_factory=dict)
    secret_keys: frozenset[str] = frozenset()
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)
    invokes: tuple[Invoke, ...] = ()
    root: str | None = None

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.resources, key=lambda resource: resource.urn))
        object.__setattr__(self, "resources", ordered)

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        """Resources by URN."""
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Resource, ...]]:
        """Resources by type token."""
        groups: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            groups[resource.type].append(resource)
        return {token: tuple(group) for token, group in groups.items()}

    @cached_property
    def referrers(self) -> Mapping[str, tuple[Resource, ...]]:
        """For each URN the resources that refer to it in any property."""
        groups: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            for urn in {urn for urns in resource.references.values() for urn in urns}:
                groups[urn].append(resource)
        return {urn: tuple(group) for urn, group in groups.items()}

    @cached_property
    def stand_ins_by_urn(self) -> Mapping[str, tuple[tuple[str, StandIn], ...]]:
        """Stand-ins with their markers, by the resource whose output they stand for."""
        groups: defaultdict[str, list[tuple[str, StandIn]]] = defaultdict(list)
        for marker, stand_in in self.stand_ins.items():
            groups[stand_in.origin.urn].append((marker, stand_in))
        return {urn: tuple(group) for urn, group in groups.items()}

    @cached_property
    def outside_stand_ins(self) -> tuple[tuple[str, StandIn], ...]:
        """Stand-ins, with their markers, for what no resource of the program computes."""
        return tuple(
            item for item in self.stand_ins.items() if item[1].origin.urn not in self.by_urn
        )

    @cached_property
    def memo(self) -> dict[object, object]:
        """What analyses have worked out about this graph, kept as long as the graph itself."""
        return {}

    def of_types(self, *tokens: str) -> tuple[Resource, ...]:
        """Resources of any of the types, in URN order within each type."""
        return tuple(item for token in tokens for item in self.by_type.get(token, ()))

    def origins_of(self, resource: Resource, name: str) -> tuple[Resource, ...]:
        """The resources in the graph that a top-level property's value comes from."""
        urns = resource.references.get(name, ())
        return tuple(self.by_urn[urn] for urn in urns if urn in self.by_urn)
