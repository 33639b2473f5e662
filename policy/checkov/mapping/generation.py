"""Making the table of names from the two surfaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policy.checkov.mapping.matching import Properties, match_names, match_types, properties_of
from policy.checkov.mapping.spelling import snake
from policy.checkov.mapping.terraform import Block
from policy.surface.extraction import Surface

_EMPTY = Block()


def make_table(
    surface: Surface, terraform: Mapping[str, Block], fixed: Mapping[str, str]
) -> dict[str, object]:
    """The content of `names.json` but for the SDK's version.

    Args:
        surface: The SDK's input paths by token.
        terraform: Terraform's types with their attributes.
        fixed: Types that are given by hand.
    """
    pulumi = {token: properties_of(paths) for token, paths in surface.items()}
    free = {token: tree for token, tree in pulumi.items() if token not in fixed}
    types = dict(sorted({**match_types(free, terraform), **fixed}.items()))
    matched = {
        token: dict(match_names(pulumi[token], terraform.get(name, _EMPTY)))
        for token, name in types.items()
        if token in pulumi
    }
    return {
        "types": types,
        "names": _filled({token: _renamed(names) for token, names in matched.items()}),
        "maps": _filled({token: list(_maps(pulumi[token], ())) for token in matched}),
        "unmatched": _filled(
            {
                token: list(
                    _topmost(path for path in _paths(pulumi[token], ()) if path not in names)
                )
                for token, names in matched.items()
            }
        ),
    }


def _renamed(names: Mapping[str, str]) -> dict[str, str]:
    return {
        path: attribute
        for path, attribute in sorted(names.items())
        if attribute != snake(path.rpartition(".")[2])
    }


def _paths(tree: Properties, above: tuple[str, ...]) -> Iterator[str]:
    for name, inner in sorted(tree.members.items()):
        yield ".".join((*above, name))
        yield from _paths(inner, (*above, name))


def _topmost(paths: Iterable[str]) -> Iterator[str]:
    """Without paths below others, which a missing object implies; parents come first."""
    last = ""
    for path in paths:
        if not last or not path.startswith(f"{last}."):
            last = path
            yield path


def _maps(tree: Properties, above: tuple[str, ...]) -> Iterator[str]:
    for name, inner in sorted(tree.members.items()):
        if inner.is_map:
            yield ".".join((*above, name))
        yield from _maps(inner, (*above, name))


def _filled(table: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in table.items() if value}
