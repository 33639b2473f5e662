"""What the engine records while a program runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policy.graph import Options, SourcePosition


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One registered resource.

    Attributes:
        inputs: Its inputs as they came over the wire, envelopes included.
        outputs: What the program was answered, as plain wire values.
        property_dependencies: Top-level property to URNs, as the SDK tells them.
        in_callback: Whether a callback on an output registered it, which a preview may not run.
        transformed: Whether transforms of the program had a say in the inputs.
    """

    urn: str
    type: str
    name: str
    inputs: Mapping[str, object]
    outputs: Mapping[str, object] = field(default_factory=dict)
    identity: str = ""
    options: Options = field(default_factory=Options)
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: SourcePosition | None = None
    in_callback: bool = False
    transformed: bool = False


def make_urn(stack: str, project: str, parent: str, token: str, name: str) -> str:
    """The URN that the engine of the CLI would give a resource."""
    parent_type = parent.split("::")[2] if parent else ""
    if parent_type in {"", "pulumi:pulumi:Stack"}:
        return f"urn:pulumi:{stack}::{project}::{token}::{name}"
    return f"urn:pulumi:{stack}::{project}::{parent_type}${token}::{name}"
