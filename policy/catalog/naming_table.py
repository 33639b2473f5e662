"""The naming table: for each type of the provider, where its own name stands.

Columns: `token`; `kind` (`own` name, name of a `part` within another resource, `given` by
something else such as DNS, or `none`); `property`; `prefix_property`; `absence` (`generated`: the
provider makes a name up, `unnamed`: there is none then, `required`); `longest` length that the
service accepts, where known; `unique_in` (`region`, `account` or the `world`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from policy.catalog.rows import read_lines


@dataclass(frozen=True, slots=True)
class NameRule:
    """Where a type's own name stands and what is known of it.

    Attributes:
        property: The property that holds the name; empty if the type has no name of its own.
        prefix_property: The property from which the provider makes a name up.
        is_generated: Whether a name is made up where the program gives none.
        longest: The greatest length that the service accepts; 0 if not known.
    """

    property: str
    prefix_property: str
    is_generated: bool
    longest: int


@cache
def name_rules() -> Mapping[str, NameRule]:
    """The rule of every type that the catalogue has reviewed, by token."""
    return {
        token: NameRule(name, prefix, absence == "generated", int(longest or 0))
        for token, _, name, prefix, absence, longest, _ in read_lines("naming")
    }


def known_types() -> Mapping[str, NameRule]:
    """Every type that the catalogue has reviewed."""
    return name_rules()
