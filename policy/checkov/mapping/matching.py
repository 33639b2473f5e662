"""Finding for each Pulumi type its Terraform type, and for each property its attribute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from policy.checkov.mapping.spelling import camel, plural, snake, squeezed
from policy.checkov.mapping.terraform import Block

_SHARED: Final = frozenset({"id", "arn", "region", "tags", "tags_all", "timeouts"})
"""Attributes that nearly every type has, so that they tell nothing."""
_LEAST_LIKENESS: Final = 0.55
"""Of shared properties; below it two types are not the same thing."""
_LEAST_SPELLING: Final = 0.55
_TOKEN: Final = re.compile(r"^aws:([\w-]+)/(\w+):(\w+)$")


@dataclass
class Properties:
    """The properties of a Pulumi type or nested object, by wire name."""

    members: dict[str, Properties] = field(default_factory=dict)
    is_map: bool = False


def properties_of(paths: Iterable[str]) -> Properties:
    """The tree of a type's input paths, such as `rules[].ports[]` and `tags{}`."""
    root = Properties()
    for path in paths:
        node = root
        for step in path.split("."):
            name = step.replace("[]", "").replace("{}", "")
            node = node.members.setdefault(name, Properties())
            node.is_map = node.is_map or "{}" in step
    return root


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a Pulumi and a Terraform type are, from 0 to 1."""

    token: str
    type: str
    properties: float
    spelling: float

    @property
    def total(self) -> float:
        """Properties count more: names of services differ between the two."""
        return 2 * self.properties + self.spelling


def match_types(
    pulumi: Mapping[str, Properties], terraform: Mapping[str, Block]
) -> Mapping[str, str]:
    """Terraform's type for each token that has one; each type is given once, best match first."""
    matched: dict[str, str] = {}
    taken: set[str] = set()
    for pair in sorted(_pairs(pulumi, terraform), key=lambda pair: (-pair.total, pair.token)):
        if pair.token not in matched and (pair.type not in taken or _is_alias(pair, matched)):
            matched[pair.token] = pair.type
            taken.add(pair.type)
    return matched


def _is_alias(pair: Likeness, matched: Mapping[str, str]) -> bool:
    """Two tokens for one thing, such as `aws:alb/` and `aws:lb/`, have the very same properties."""
    return pair.properties == 1.0 and pair.token.split("/")[-1] in {
        token.split("/")[-1] for token, name in matched.items() if name == pair.type
    }


def _pairs(pulumi: Mapping[str, Properties], terraform: Mapping[str, Block]) -> Iterator[Likeness]:
    known = [
        (name, name.removeprefix("aws_").replace("_", ""), _keys(set(block.attributes) - _SHARED))
        for name, block in terraform.items()
    ]
    for token, tree in pulumi.items():
        spelling = _spellings(token)
        keys = _keys({snake(name) for name in tree.members} - _SHARED)
        for name, letters, attributes in known:
            likeness = _overlap(keys, attributes)
            if likeness < _LEAST_LIKENESS:
                continue
            near = max(SequenceMatcher(None, one, letters).ratio() for one in spelling)
            if near >= _LEAST_SPELLING:
                yield Likeness(token, name, likeness, near)


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(squeezed(name) for name in names)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    # Terraform lists computed attributes too, so only Pulumi's side must be found there.
    if not one:
        return 1.0 if not other else 0.6
    return len(one & other) / len(one)


def _spellings(token: str) -> tuple[str, ...]:
    parts = _TOKEN.match(token)
    if parts is None:
        return (token.lower(),)
    module, name = parts[1].lower(), parts[3].lower()
    return (module + name, name)


def match_names(tree: Properties, block: Block) -> Iterator[tuple[str, str]]:
    """For each property path its attribute's name; nothing where there is no such attribute."""
    yield from _match_level(tree, block, ())


def _match_level(
    tree: Properties, block: Block, above: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for name, inner in tree.members.items():
        attribute = _attribute(name, block.attributes)
        if attribute is None:
            continue
        yield ".".join((*above, name)), attribute
        nested = block.attributes[attribute]
        if nested is not None:
            yield from _match_level(inner, nested, (*above, name))


def _attribute(name: str, attributes: Iterable[str]) -> str | None:
    exact = {camel(attribute): attribute for attribute in attributes}
    plurals = {plural(camel(attribute)): attribute for attribute in attributes}
    loose = {squeezed(attribute): attribute for attribute in attributes}
    return exact.get(name) or plurals.get(name) or loose.get(squeezed(snake(name)))
