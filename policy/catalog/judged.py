"""Which properties of a type any control judges by the tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from policy.catalog.naming_table import name_rules
from policy.catalog.rows import all_rows


def judged_paths(token: str) -> frozenset[str]:
    """Paths of the properties that rows judge, with the region and the name."""
    rule = name_rules().get(token)
    named = {rule.property} if rule and rule.property else set()
    return frozenset({"region", *named, *_paths_by_token().get(token, ())})


@cache
def _paths_by_token() -> Mapping[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row in all_rows():
        groups.setdefault(row.token, set()).update(row.judged_paths)
    return {token: frozenset(paths) for token, paths in groups.items()}
