"""The `when` column: conditions on other properties under which a row counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from policy.catalog.paths import sibling, value_at
from policy.catalog.rows import Row
from policy.graph import ABSENT, Unknown

_Condition = tuple[str, bool, frozenset[str]]


def counts(row: Row, properties: Mapping[str, object], concrete: str) -> bool | None:
    """Whether a row counts for the value at a concrete path; `None` if that is not known."""
    if not row.when:
        return True
    answers = [
        _is_met(condition, sibling(row.path, concrete, condition[0]), properties)
        for condition in _conditions(row.when)
    ]
    if False in answers:
        return False
    return None if None in answers else True


@cache
def _conditions(when: str) -> tuple[_Condition, ...]:
    return tuple(parse(condition) for condition in when.split(";") if condition)


@cache
def parse(condition: str) -> _Condition:
    """The path of a condition, whether its values are wanted or excluded, and the values."""
    path, separator, values = condition.partition("!=")
    if separator:
        return path.strip(), False, frozenset(values.split("|"))
    path, _, values = condition.partition("=")
    return path.strip(), True, frozenset(values.split("|"))


def holds(condition: str, properties: Mapping[str, object]) -> bool | None:
    """Whether a condition on concrete paths holds; `None` if that is not known."""
    parsed = parse(condition)
    return _is_met(parsed, parsed[0], properties)


def _is_met(condition: _Condition, path: str, properties: Mapping[str, object]) -> bool | None:
    _, wanted, values = condition
    value = value_at(properties, path)
    if isinstance(value, Unknown):
        return None
    return (_text(value) in values) is wanted


def _text(value: object) -> str:
    if value is ABSENT or value in ("", [], {}):
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)
