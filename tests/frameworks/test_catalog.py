import pytest

from policy.control import Control
from policy.controls import CONTROLS
from policy.families import Family
from policy.frameworks import Framework, frameworks, mappings_for, requirement_of, sources
from policy.frameworks.catalog import Row

_IDS = {control.id for control in CONTROLS}
_ROWS = [(framework, row) for framework in frameworks().values() for row in framework.mappings]


def _name(value: object) -> str:
    if isinstance(value, Control | Framework):
        return value.id
    return ",".join(value.requirements) if isinstance(value, Row) else str(value)


@pytest.mark.parametrize("control", CONTROLS, ids=_name)
def test_a_control_has_at_least_the_mappings_of_its_family(control: Control) -> None:
    of_family = {
        (item.framework, item.requirement) for item in mappings_for("no-such", control.family)
    }
    own = mappings_for(control.id, control.family)
    assert of_family
    assert of_family <= {(item.framework, item.requirement) for item in own}


@pytest.mark.parametrize(("framework", "row"), _ROWS, ids=_name)
def test_a_row_names_known_controls_requirements_and_sources(
    framework: Framework, row: Row
) -> None:
    assert set(row.controls) <= _IDS
    assert set(row.requirements) <= set(framework.requirements)
    assert row.source in sources()
    assert row.families or row.controls


@pytest.mark.parametrize("framework", frameworks().values(), ids=_name)
def test_a_requirement_that_names_types_is_judged_on_them(framework: Framework) -> None:
    for number, requirement in framework.requirements.items():
        rows = [row for row in framework.mappings if number in row.requirements]
        judged = {
            token
            for control in CONTROLS
            if any(control.id in row.controls or control.family in row.families for row in rows)
            for token in control.applies_to
        }
        everything = judged & {"*", "aws:*"}
        assert everything or set(requirement.types) <= judged, number


@pytest.mark.parametrize("framework", frameworks().values(), ids=_name)
def test_disagreements_concern_requirements_that_are_mapped(framework: Framework) -> None:
    for item in framework.disagreements:
        mapped = {
            family
            for row in framework.mappings
            if item.requirement in row.requirements
            for family in row.families
        }
        assert set(item.families) <= mapped, item.requirement


def test_the_frameworks_of_the_mission_are_all_there() -> None:
    assert set(frameworks()) == {
        "appi",
        "aws-fsbp",
        "cis-aws",
        "credit-card-guideline",
        "finos-ccc",
        "fisc",
        "iso-27001",
        "nist-800-53",
        "pci-dss",
    }


def test_a_row_for_the_control_outweighs_that_of_its_family() -> None:
    found = {
        (item.framework, item.requirement): item.relationship
        for item in mappings_for("deletion-protection-off", Family.DESTROYABLE)
    }
    assert found["aws-fsbp", "RDS.8"] == "conflicts"
    assert found["nist-800-53", "CM-8(6)"] == "supports"


def test_encryption_at_rest_never_claims_to_satisfy_pci_3_5_1() -> None:
    for control in CONTROLS:
        for item in mappings_for(control.id, control.family):
            if (item.framework, item.requirement) == ("pci-dss", "3.5.1"):
                assert item.relationship == "partial"


def test_a_mapping_says_who_reviewed_it_and_when() -> None:
    for item in mappings_for("rds-instance-multi-az", Family.MULTI_AZ):
        assert item.reviewed_by
        assert item.reviewed_on == "2026-11-24"
        assert item.source in {citation.en for citation in sources().values()}


def test_an_unknown_requirement_is_called_by_its_number() -> None:
    assert requirement_of("pci-dss", "99.9").words.ja == "99.9"
    assert requirement_of("no-such-framework", "1").words.en == "1"
