"""The register of conflicts: external requirements that the pack's own demands break on purpose."""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import Struct

from policy.evidence import Text
from policy.frameworks.catalog import read_data


class Broken(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A requirement that is broken; `severity` is the framework's own, empty where it has none."""

    framework: str
    requirement: str
    source: str
    severity: str = ""


class Conflict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One conflict.

    Where one of `controls` passes on a resource of one of `types`, the broken requirements are
    not satisfied there. `compensating` names controls whose passes make up for it in part, and
    `residual` is the risk that remains all the same.
    """

    id: str
    subject: Text
    controls: tuple[str, ...]
    types: tuple[str, ...]
    breaks: tuple[Broken, ...]
    reason: Text
    residual: Text
    compensating: tuple[str, ...]


class Decision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who accepts the deviations, by which requirement, and until when (ISO dates)."""

    requirement: str
    requirement_ja: str
    owner: Text
    accepted_by: Text
    recorded_on: str
    expires_on: str


class Register(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole register."""

    decision: Decision
    conflicts: tuple[Conflict, ...]


@cache
def register() -> Register:
    """The register as this version of the pack carries it."""
    return msgspec.convert(read_data("conflicts.toml"), Register)
