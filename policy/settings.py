"""What a user may set: allowed regions, the environment suffix and the thresholds of controls.

All settings live in the file that `--policy-pack-config` names, as the configuration of the
policy `settings`; enforcement levels live beside them, one entry a control, in Pulumi's format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final

from policy.errors import SettingsError

TOKYO: Final = "ap-northeast-1"


def _setting(default: object, description: str, **schema: object) -> object:
    """A dataclass field whose metadata is its JSON schema, as the Pulumi CLI validates it."""
    shown = list(default) if isinstance(default, tuple) else default
    metadata = {"schema": {"description": description, "default": shown, **schema}}
    return field(default=default, metadata=metadata)


_STRINGS: Final = {"type": "array", "items": {"type": "string"}}
_WHOLE: Final = {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The pack's settings; every field's metadata holds its JSON schema and description."""

    allowed_regions: tuple[str, ...] = _setting(  # type: ignore[assignment]  # dataclass field
        (TOKYO,), "AWS regions in which resources may live.", **_STRINGS, minItems=1
    )
    environment_suffix: str = _setting(  # type: ignore[assignment]  # dataclass field
        "",
        "Suffix that every name carries; empty means the stack's `environmentSuffix`"
        " configuration, else the stack's name.",
        type="string",
    )
    account_id: str = _setting(  # type: ignore[assignment]  # dataclass field
        "", "The 12-digit AWS account of the program, for telling foreign ARNs.", type="string"
    )
    trusted_accounts: tuple[str, ...] = _setting(  # type: ignore[assignment]  # dataclass field
        (), "Other AWS accounts that policies may name as principals.", **_STRINGS
    )
    approved_keys: tuple[str, ...] = _setting(  # type: ignore[assignment]  # dataclass field
        (), "ARNs or aliases of customer-managed KMS keys made outside the program.", **_STRINGS
    )
    required_tags: tuple[str, ...] = _setting(  # type: ignore[assignment]  # dataclass field
        ("environment", "owner", "service"),
        "Tags that the provider gives every resource.",
        **_STRINGS,
    )
    minimum_log_retention_days: int = _setting(  # type: ignore[assignment]  # dataclass field
        365, "Shortest retention of CloudWatch log groups, in days.", **_WHOLE
    )
    minimum_stream_retention_hours: int = _setting(  # type: ignore[assignment]  # dataclass field
        168, "Shortest retention of Kinesis streams, in hours.", **_WHOLE
    )
    minimum_backup_retention_days: int = _setting(  # type: ignore[assignment]  # dataclass field
        7, "Shortest retention of automated database and cache backups, in days.", **_WHOLE
    )
    minimum_availability_zones: int = _setting(  # type: ignore[assignment]  # dataclass field
        2, "Fewest different Availability Zones of a Multi-AZ resource.", type="integer", minimum=2
    )
    maximum_session_seconds: int = _setting(  # type: ignore[assignment]  # dataclass field
        3600, "Longest session of an IAM role, in seconds.", type="integer", minimum=3600
    )
    program_directory: str = _setting(  # type: ignore[assignment]  # dataclass field
        "",
        "Where the program's sources are, for finding literal secrets under the CLI.",
        type="string",
    )
    exemptions_file: str = _setting(  # type: ignore[assignment]  # dataclass field
        "exemptions.toml", "File of exemptions, relative to the pack's directory.", type="string"
    )
    evidence_file: str = _setting(  # type: ignore[assignment]  # dataclass field
        "", "Where a preview under the CLI writes its evidence; empty writes none.", type="string"
    )

    @classmethod
    def from_properties(cls, properties: Mapping[str, object]) -> Settings:
        """Settings from wire names (`allowedRegions`).

        Raises:
            SettingsError: A name is unknown or a value has the wrong type.
        """
        known = {wire_name(item.name): item for item in fields(cls)}
        unknown = sorted(set(properties) - set(known))
        if unknown:
            raise SettingsError(
                f"unknown setting {', '.join(unknown)}",
                advice=f"known settings are {', '.join(known)}",
            )
        values = {
            known[name].name: _checked(name, value, getattr(cls(), known[name].name))
            for name, value in properties.items()
        }
        return cls(**values)  # type: ignore[arg-type]  # checked against the defaults' types


def wire_name(name: str) -> str:
    """The camelCase name under which a setting stands in the configuration file."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def settings_schema() -> dict[str, dict[str, object]]:
    """JSON schema of every setting, by wire name."""
    return {wire_name(item.name): dict(item.metadata["schema"]) for item in fields(Settings)}


def _checked(name: str, value: object, default: object) -> object:
    match default, value:
        case tuple(), list() if all(isinstance(item, str) for item in value):
            return tuple(value)
        case str(), str():
            return value
        case int(), int() | float() if not isinstance(value, bool) and value == int(value):
            return int(value)
    kind = {tuple: "a list of strings", str: "a string", int: "a whole number"}[type(default)]
    raise SettingsError(f"setting {name} is not {kind}", advice=f"give {name} {kind}")
