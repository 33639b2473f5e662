"""Which documents a role, user or group holds, wherever the program declares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from policy.control import Context
from policy.graph import Graph, Reading, Resource, Unknown
from policy.iam.document import Document, Kind
from policy.iam.locations import documents_of
from policy.iam.managed import content_of, is_managed_by_aws

ROLE: Final = "aws:iam/role:Role"
USER: Final = "aws:iam/user:User"
GROUP: Final = "aws:iam/group:Group"
POLICY: Final = "aws:iam/policy:Policy"

HOLDERS: Final = (ROLE, USER, GROUP)

_INLINE: Final = {
    # Types that carry a document for a holder, with the property that names the holder.
    "aws:iam/rolePolicy:RolePolicy": ("role", ROLE),
    "aws:iam/userPolicy:UserPolicy": ("user", USER),
    "aws:iam/groupPolicy:GroupPolicy": ("group", GROUP),
}
ATTACHMENTS: Final = {
    # Types that give a managed policy to a holder: where it is named, the holder's type, and where
    # the policy is named.
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (("role", ROLE, "policyArn"),),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": (("user", USER, "policyArn"),),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": (("group", GROUP, "policyArn"),),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": (
        ("roleName", ROLE, "policyArns[]"),
    ),
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": (
        ("userName", USER, "policyArns[]"),
    ),
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": (
        ("groupName", GROUP, "policyArns[]"),
    ),
    "aws:iam/policyAttachment:PolicyAttachment": (
        ("roles[]", ROLE, "policyArn"),
        ("users[]", USER, "policyArn"),
        ("groups[]", GROUP, "policyArn"),
    ),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A document that a holder has, and the resource that gives it."""

    source: Resource
    document: Document


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything held in a graph.

    Attributes:
        by_holder: Documents by the URN of the holder.
        astray: Types of holders of which some may hold more than is known here.
        placed: URNs of resources whose documents have a holder in the graph.
    """

    by_holder: Mapping[str, tuple[Held, ...]]
    astray: frozenset[str]
    placed: frozenset[str]


def holdings(context: Context) -> Holdings:
    """What every role, user and group of the graph holds; worked out once a graph."""
    memo = context.graph.memo
    if "iam holdings" not in memo:
        memo["iam holdings"] = _Collector(context).collect()
    return cast("Holdings", memo["iam holdings"])


class _Collector:
    """Walks everything that gives a document to a holder."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._held: defaultdict[str, list[Held]] = defaultdict(list)
        self._astray: set[str] = set()
        self._placed: set[str] = set()
        self._names = {token: names_of(context.graph, token) for token in (*HOLDERS, POLICY)}

    def collect(self) -> Holdings:
        graph = self._context.graph
        for holder in graph.of_types(*HOLDERS):
            self._own(holder)
        for token, (path, kind) in _INLINE.items():
            for resource in graph.of_types(token):
                self._give(resource, path, kind, self._written_in(resource))
        for token, places in ATTACHMENTS.items():
            for resource in graph.of_types(token):
                for path, kind, policies in places:
                    self._give(resource, path, kind, self._attached_by(resource, policies))
        held = {urn: tuple(items) for urn, items in self._held.items()}
        return Holdings(held, frozenset(self._astray), frozenset(self._placed))

    def _own(self, holder: Resource) -> None:
        """The documents that a role carries on itself."""
        self._held[holder.urn] += self._written_in(holder)
        if holder.type == ROLE:
            self._held[holder.urn] += self._attached_by(holder, "managedPolicyArns[]")

    def _written_in(self, resource: Resource) -> list[Held]:
        found = documents_of(resource, self._context, Kind.IDENTITY)
        return [Held(resource, located.document) for located in found]

    def _attached_by(self, resource: Resource, path: str) -> list[Held]:
        held: list[Held] = []
        for reading in resource.read(path):
            policies = targets(reading, self._names[POLICY], self._context.graph)
            for policy in policies or ():
                self._placed.add(policy.urn)
                held += self._written_in(policy)
            if not policies:
                held += self._from_outside(resource, reading)
        return held

    def _from_outside(self, resource: Resource, reading: Reading) -> Iterator[Held]:
        if isinstance(reading.value, Unknown):
            yield Held(resource, Document(unknown=reading.value))
        elif isinstance(reading.value, str):
            content = content_of(reading.value)
            if content is not None:
                yield Held(resource, content)

    def _give(self, resource: Resource, path: str, kind: str, documents: list[Held]) -> None:
        for reading in resource.read(path):
            holders = targets(reading, self._names[kind], self._context.graph)
            if holders is None:
                self._astray.add(kind)
            for holder in holders or ():
                self._placed.add(resource.urn)
                self._held[holder.urn] += documents


@dataclass(frozen=True, slots=True)
class Named:
    """The resources of a type, by URN and by physical name.

    `complete` is false where the name of one is not known before deployment, so that any name
    could be its.
    """

    resources: Mapping[str, Resource]
    complete: bool


def names_of(graph: Graph, token: str) -> Named:
    """The resources of a type by what they can be called; worked out once a graph."""
    key = ("iam names", token)
    if key not in graph.memo:
        graph.memo[key] = _named(graph.of_types(token))
    return cast("Named", graph.memo[key])


def _named(resources: Sequence[Resource]) -> Named:
    found = {resource.urn: resource for resource in resources}
    names = {resource.urn: resource.get("name") for resource in resources}
    found |= {name: found[urn] for urn, name in names.items() if isinstance(name, str)}
    return Named(found, not any(isinstance(name, Unknown) for name in names.values()))


def targets(reading: Reading, named: Named, graph: Graph) -> tuple[Resource, ...] | None:
    """The resources that a value names, of those given; `None` if it may name any of them."""
    value = reading.value
    if isinstance(value, str):
        found = named.resources.get(value.rpartition("/")[2])
        absent = () if named.complete or is_managed_by_aws(value) else None
        return absent if found is None else (found,)
    if not isinstance(value, Unknown):
        return ()
    known = named.resources
    origins = [known[origin.urn] for origin in value.origins if origin.urn in known]
    if origins:
        return tuple(origins)
    explained = value.origins and all(item.urn in graph.by_urn for item in value.origins)
    return () if explained else None
