"""Provider resources, whose inputs travel as JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping

PROVIDER_PREFIX = "pulumi:providers:"


def decoded_provider(properties: Mapping[str, object]) -> dict[str, object]:
    """A provider's properties with objects and lists in place of their JSON text.

    SDKs send every property of a provider that is not a text as JSON text, and so does the CLI.
    """
    return {name: _decoded(value) for name, value in properties.items()}


def _decoded(value: object) -> object:
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
