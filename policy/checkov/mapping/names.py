"""The table that conversion reads: types, the attributes that are not plain snake case, maps."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from policy.checkov.mapping.spelling import snake

_HERE: Final = Path(__file__).resolve().parent
NAMES_FILE: Final = _HERE / "names.json"
OVERRIDES_FILE: Final = _HERE / "overrides.toml"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the generated table cannot know, written by hand with reasons."""

    types: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one version of the SDK.

    Attributes:
        sdk: The version of pulumi-aws that the table was made from.
        types: Terraform's type by token.
        renamed: By token and property path, the attributes that are not the path's snake case.
        maps: By token, the paths of maps, whose keys are not names and stay as they are.
        unmatched: By token, the topmost paths without attribute; plain snake case is a guess there.
    """

    sdk: str
    types: Mapping[str, str]
    renamed: Mapping[str, Mapping[str, str]]
    maps: Mapping[str, frozenset[str]]
    unmatched: Mapping[str, frozenset[str]]

    def attribute(self, token: str, path: str) -> str:
        """The attribute of a property path such as `rules.fromPort`."""
        last = path.rpartition(".")[2]
        renamed = self.renamed.get(token, {})
        return renamed.get(path) or renamed.get(f"**.{last}") or snake(last)

    def is_map(self, token: str, path: str) -> bool:
        """Whether the object at the path is a map."""
        return path in self.maps.get(token, ())

    def is_guess(self, token: str, path: str) -> bool:
        """Whether the attribute's name is only the plain snake case of the property's."""
        return any(
            path == unmatched or path.startswith(f"{unmatched}.")
            for unmatched in self.unmatched.get(token, ())
        )


@cache
def load_names() -> Names:
    """The generated table with the overrides laid over it."""
    document = json.loads(NAMES_FILE.read_text(encoding="utf-8"))
    by_hand = overrides()
    names: dict[str, Mapping[str, str]] = dict(document["names"])
    for token, renamed in by_hand.names.items():
        names[token] = {**names.get(token, {}), **renamed}
    return Names(
        sdk=document["sdk"],
        types={**document["types"], **by_hand.types},
        renamed=names,
        maps={token: frozenset(paths) for token, paths in document["maps"].items()},
        unmatched={
            token: frozenset(paths) - set(by_hand.names.get(token, ()))
            for token, paths in document["unmatched"].items()
        },
    )


@cache
def overrides() -> Overrides:
    """The hand-written corrections."""
    document = tomllib.loads(OVERRIDES_FILE.read_text(encoding="utf-8"))
    return Overrides(types=document["types"], names=document["names"])
