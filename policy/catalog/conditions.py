"""The `when` column: conditions on other properties under which a row counts."""

from __future__ import annotations

from collections.abc import Mapping

from policy.catalog.paths import sibling, value_at
from policy.catalog.rows import Row
from policy.graph import ABSENT, Unknown


def counts(row: Row, properties: Mapping[str, object], concrete: str) -> bool | None:
    """Whether a row counts for the value at a concrete path; `None` if that is not known."""
    answers = [
        holds(_made_concrete(condition, row, concrete), properties)
        for condition in row.when.split(";")
        if condition
    ]
    if False in answers:
        return False
    return None if None in answers else True


def parse(condition: str) -> tuple[str, bool, frozenset[str]]:
    """The path of a condition, whether its values are wanted or excluded, and the values."""
    path, separator, values = condition.partition("!=")
    if separator:
        return path.strip(), False, frozenset(values.split("|"))
    path, _, values = condition.partition("=")
    return path.strip(), True, frozenset(values.split("|"))


def holds(condition: str, properties: Mapping[str, object]) -> bool | None:
    """Whether a condition on concrete paths holds; `None` if that is not known."""
    path, wanted, values = parse(condition)
    value = value_at(properties, path)
    if isinstance(value, Unknown):
        return None
    return (_text(value) in values) is wanted


def _made_concrete(condition: str, row: Row, concrete: str) -> str:
    path, _, _ = parse(condition)
    return condition.replace(path, sibling(row.path, concrete, path), 1)


def _text(value: object) -> str:
    if value is ABSENT or value in ("", [], {}):
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)
