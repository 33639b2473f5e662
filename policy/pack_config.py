"""Pulumi's own policy configuration: enforcement levels and the pack's settings.

The same file serves `pulumi preview --policy-pack-config` and `python -m policy check`:

    {"all": "mandatory",
     "log-group-retention": "advisory",
     "settings": {"allowedRegions": ["ap-northeast-1"]}}
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from policy.errors import SettingsError
from policy.settings import Settings

SETTINGS_POLICY: Final = "settings"
"""The policy whose configuration holds the settings."""


class Level(StrEnum):
    """Pulumi's enforcement levels."""

    MANDATORY = "mandatory"
    ADVISORY = "advisory"
    REMEDIATE = "remediate"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class PackConfig:
    """Settings, and the enforcement level of each control that does not have the default."""

    settings: Settings = field(default_factory=Settings)
    default: Level = Level.MANDATORY
    levels: Mapping[str, Level] = field(default_factory=dict)

    def level_of(self, control: str) -> Level:
        """The level of a control. The pack remediates nothing, so that level is mandatory."""
        level = self.levels.get(control, self.default)
        return Level.MANDATORY if level is Level.REMEDIATE else level


def load(path: Path, controls: Collection[str]) -> PackConfig:
    """Read a configuration file.

    Raises:
        SettingsError: It cannot be read, or it names a control, level or setting unknown here.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(
            f"cannot read the policy configuration {path} ({reason})",
            advice="give a JSON file in the format of `pulumi preview --policy-pack-config`",
        ) from error
    if not isinstance(document, dict):
        raise SettingsError(f"{path} is not a JSON object", advice="see docs/configuration.md")
    return _read(document, controls)


def _read(document: Mapping[str, object], controls: Collection[str]) -> PackConfig:
    unknown = sorted(set(document) - {"all", SETTINGS_POLICY, *controls})
    if unknown:
        raise SettingsError(
            f"the policy configuration names {', '.join(unknown)}, which is no control",
            advice="list the controls with `python -m policy controls`",
        )
    levels = {
        name: _level(name, entry)
        for name, entry in document.items()
        if name != "all" and _has_level(entry)
    }
    default = _level("all", document["all"]) if "all" in document else Level.MANDATORY
    return PackConfig(_settings(document.get(SETTINGS_POLICY)), default, levels)


def _has_level(entry: object) -> bool:
    return not isinstance(entry, dict) or "enforcementLevel" in entry


def _level(name: str, entry: object) -> Level:
    value = entry.get("enforcementLevel") if isinstance(entry, dict) else entry
    try:
        return Level(value)  # type: ignore[arg-type]  # anything else raises just below
    except ValueError as error:
        raise SettingsError(
            f"the enforcement level of {name} is not one of {', '.join(Level)}",
            advice="use one of them",
        ) from error


def _settings(entry: object) -> Settings:
    if not isinstance(entry, dict):
        return Settings()
    return Settings.from_properties(
        {name: value for name, value in entry.items() if name != "enforcementLevel"}
    )
