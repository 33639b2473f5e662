"""The words of the `expectation` column, and the function behind each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from policy.control import Context
from policy.demands.credentials import (
    credential_json,
    credential_text,
    credential_variable,
    secret_reference,
)
from policy.demands.customer_key import customer_key
from policy.demands.documents import json_each_says, json_says
from policy.demands.literals import no_literal
from policy.demands.placement import bucket_in_allowed_region, in_allowed_region, in_allowed_zone
from policy.demands.switches import any_true
from policy.demands.unusable import type_not_used
from policy.expectations import Expectation
from policy.relations.zones import spans_zones
from policy.verdict import Observation


@dataclass(frozen=True, slots=True)
class Demand:
    """One row, ready to be judged: the expectation at its path, and what to compare with."""

    it: Expectation
    arguments: tuple[str, ...]
    context: Context

    @property
    def number(self) -> int:
        """The argument as a whole number."""
        return int(self.arguments[0])

    @property
    def pattern(self) -> str:
        """The argument as a regular expression, in which `|` belongs to the expression."""
        return "|".join(self.arguments)


Judge = Callable[[Demand], tuple[Observation, ...]]


@dataclass(frozen=True, slots=True)
class Word:
    """One expectation of the tables.

    Attributes:
        judge: Judges the values at a row's path.
        kinds: The kinds of property (see `policy.surface`) it makes sense for; empty means all.
        takes_argument: Whether the `argument` column must be filled.
        of_all: Whether it judges all values at the path together, or the type as a whole.
    """

    judge: Judge
    kinds: frozenset[str] = frozenset()
    takes_argument: bool = False
    of_all: bool = False


_TEXT: Final = frozenset({"string"})
_SWITCH: Final = frozenset({"boolean", "string"})
_NUMBER: Final = frozenset({"integer", "number", "string"})


def settled(argument: str, context: Context) -> tuple[str, ...]:
    """The alternatives of an argument; `@name` stands for a setting."""
    if not argument.startswith("@"):
        return tuple(argument.split("|"))
    value: object = getattr(context.settings, argument[1:])
    return value if isinstance(value, tuple) else (str(value),)


def _with_argument(judge: Judge, kinds: frozenset[str]) -> Word:
    return Word(judge, kinds, takes_argument=True)


WORDS: Final[Mapping[str, Word]] = MappingProxyType(
    {
        "true": Word(lambda demand: demand.it.is_true(), _SWITCH),
        "false": Word(lambda demand: demand.it.is_false(), _SWITCH),
        "absent": Word(lambda demand: demand.it.is_absent()),
        "any_true": Word(
            lambda demand: any_true(demand.it.resource, demand.it.path, demand.arguments),
            takes_argument=True,
            of_all=True,
        ),
        "present": Word(lambda demand: demand.it.is_present()),
        "one_of": _with_argument(lambda demand: demand.it.one_of(*demand.arguments), _TEXT),
        "none_of": _with_argument(lambda demand: demand.it.none_of(*demand.arguments), _TEXT),
        "at_least": _with_argument(lambda demand: demand.it.at_least(demand.number), _NUMBER),
        "at_most": _with_argument(lambda demand: demand.it.at_most(demand.number), _NUMBER),
        "starts_with": _with_argument(
            lambda demand: demand.it.starts_with(*demand.arguments), _TEXT
        ),
        "matches": _with_argument(lambda demand: demand.it.matches(demand.pattern), _TEXT),
        "matches_not": _with_argument(lambda demand: demand.it.matches_not(demand.pattern), _TEXT),
        "contains": _with_argument(lambda demand: demand.it.contains(*demand.arguments), _TEXT),
        "items": _with_argument(lambda demand: demand.it.has_items(demand.number), frozenset()),
        "customer_key": Word(
            lambda demand: customer_key(
                demand.it.resource, demand.it.path, demand.context, absent=demand.it.absent
            ),
            _TEXT,
        ),
        "allowed_region": Word(
            lambda demand: in_allowed_region(
                demand.it.resource, demand.it.path, demand.context, demand.it.absent
            ),
            _TEXT,
        ),
        "allowed_zone": Word(
            lambda demand: in_allowed_zone(
                demand.it.resource, demand.it.path, demand.context, demand.it.absent
            ),
            _TEXT,
        ),
        "own_bucket": Word(
            lambda demand: bucket_in_allowed_region(
                demand.it.resource, demand.it.path, demand.context
            ),
            _TEXT,
        ),
        "json": _with_argument(lambda demand: json_says(demand.it, demand.arguments), _TEXT),
        "json_each": _with_argument(
            lambda demand: json_each_says(demand.it, demand.arguments), _TEXT
        ),
        "zones": Word(
            lambda demand: spans_zones(demand.it.resource, demand.it.path, demand.context),
            _TEXT,
            of_all=True,
        ),
        "not_used": Word(lambda demand: type_not_used(demand.it.resource), of_all=True),
        "no_literal": Word(
            lambda demand: no_literal(demand.it.resource, demand.it.path, demand.context),
            _TEXT,
        ),
        "credential_variable": Word(
            lambda demand: credential_variable(demand.it.resource, demand.it.path), _TEXT
        ),
        "credential_json": Word(
            lambda demand: credential_json(demand.it.resource, demand.it.path),
            _TEXT,
            of_all=True,
        ),
        "credential_text": Word(
            lambda demand: credential_text(demand.it.resource, demand.it.path, demand.context),
            _TEXT,
        ),
        "secret_reference": Word(
            lambda demand: secret_reference(demand.it.resource, demand.it.path), _TEXT
        ),
    }
)
"""Expectations by the name that rows use."""
