"""Pulumi's policy configuration format, as the offline gate reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy.errors import SettingsError
from policy.pack_config import Level, load
from policy.settings import Settings, settings_schema

CONTROLS = {"rds-instance-multi-az", "log-group-retention"}


def write(directory: Path, document: object) -> Path:
    file = directory / "policy.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return file


def test_levels_and_settings_are_read(tmp_path: Path) -> None:
    config = load(
        write(
            tmp_path,
            {
                "all": "advisory",
                "rds-instance-multi-az": {"enforcementLevel": "mandatory"},
                "log-group-retention": "disabled",
                "settings": {"allowedRegions": ["ap-northeast-3"], "minimumLogRetentionDays": 30.0},
            },
        ),
        CONTROLS,
    )

    assert config.level_of("rds-instance-multi-az") is Level.MANDATORY
    assert config.level_of("log-group-retention") is Level.DISABLED
    assert config.level_of("anything-else") is Level.ADVISORY
    assert config.settings == Settings(
        allowed_regions=("ap-northeast-3",), minimum_log_retention_days=30
    )


def test_remediation_is_enforced_as_mandatory(tmp_path: Path) -> None:
    config = load(write(tmp_path, {"log-group-retention": "remediate"}), CONTROLS)

    assert config.level_of("log-group-retention") is Level.MANDATORY


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{", "cannot read the policy configuration"),
        ([], "is not a JSON object"),
        ({"rds-instance-mulit-az": "disabled"}, "names rds-instance-mulit-az, which is no control"),
        ({"log-group-retention": "off"}, "enforcement level of log-group-retention is not one of"),
        ({"log-group-retention": 1}, "enforcement level of log-group-retention is not one of"),
        ({"settings": {"allowedRegion": "x"}}, "unknown setting allowedRegion"),
        ({"settings": {"allowedRegions": "x"}}, "allowedRegions is not a list of strings"),
        ({"settings": {"minimumLogRetentionDays": True}}, "is not a whole number"),
        ({"settings": {"minimumLogRetentionDays": 1.5}}, "is not a whole number"),
    ],
)
def test_a_wrong_configuration_is_refused_with_a_sentence(
    tmp_path: Path, document: object, sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        load(write(tmp_path, document), CONTROLS)


def test_every_setting_has_a_schema_that_accepts_its_default() -> None:
    defaults = {name: schema["default"] for name, schema in settings_schema().items()}

    assert Settings.from_properties(defaults) == Settings()
    assert all(schema["description"] for schema in settings_schema().values())
