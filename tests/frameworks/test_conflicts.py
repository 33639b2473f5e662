from datetime import date

import pytest

from policy.controls import CONTROLS
from policy.frameworks import Conflict, frameworks, register, sources

_BY_ID = {control.id: control for control in CONTROLS}


@pytest.mark.parametrize("conflict", register().conflicts, ids=lambda item: item.id)
def test_a_conflict_names_controls_types_and_requirements_that_exist(conflict: Conflict) -> None:
    judged = {token for name in conflict.controls for token in _BY_ID[name].applies_to}
    assert set(conflict.types) <= judged
    assert set(conflict.compensating) <= set(_BY_ID)
    for breach in conflict.breaks:
        assert breach.requirement in frameworks()[breach.framework].requirements
        assert breach.source in sources()


def test_whatever_a_control_breaks_is_in_the_register() -> None:
    registered = {
        (control, breach.framework, breach.requirement)
        for conflict in register().conflicts
        for control in conflict.controls
        for breach in conflict.breaks
    }
    mapped = {
        (control, framework.id, requirement)
        for framework in frameworks().values()
        for row in framework.mappings
        if row.relationship == "conflicts"
        for control in row.controls
        for requirement in row.requirements
    }
    assert mapped <= registered


def test_every_type_that_must_be_deletable_is_in_the_register() -> None:
    for name in {control for item in register().conflicts for control in item.controls}:
        registered = {
            token for item in register().conflicts if name in item.controls for token in item.types
        }
        assert set(_BY_ID[name].applies_to) == registered


def test_the_acceptance_ends_within_a_year() -> None:
    decision = register().decision
    days = date.fromisoformat(decision.expires_on) - date.fromisoformat(decision.recorded_on)
    assert 0 < days.days <= 366


def test_ids_are_unique() -> None:
    ids = [conflict.id for conflict in register().conflicts]
    assert len(ids) == len(set(ids))
