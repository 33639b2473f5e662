"""Controls that read their demands from the tables."""

from __future__ import annotations

from collections.abc import Iterable

from policy.catalog.rows import rows_by_control
from policy.control import Context, Control, Example, Severity
from policy.demands.judging import judge_rows
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation


def catalog_control(  # noqa: PLR0913  # what a control is made of
    *,
    id: str,  # noqa: A002  # the name that `Control` gives it
    family: Family,
    title: str,
    severity: Severity,
    documentation: str | None,
    passing: tuple[Example, ...] = (),
    failing: tuple[Example, ...] = (),
) -> Control:
    """A control that judges every type that has rows with its id.

    `documentation` is the `__doc__` of the module that makes the control.
    """
    rows = rows_by_control()[id]

    def check(resource: Resource, context: Context) -> Iterable[Observation]:
        return judge_rows(rows[resource.type], resource, context)

    return Control(
        id=id,
        family=family,
        title=title,
        severity=severity,
        applies_to=tuple(rows),
        check=check,
        passing=passing,
        failing=failing,
        documentation=documentation or "",
    )
