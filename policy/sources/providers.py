"""Provider resources, whose inputs travel as JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

PROVIDER_PREFIX: Final = "pulumi:providers:"
_JSON: Final = re.compile(r"[{\[]|(?:true|false)$")


def decoded_provider(properties: Mapping[str, object]) -> dict[str, object]:
    """A provider's properties with objects, lists and booleans in place of their JSON text.

    SDKs send every property of a provider that is not a text as JSON text, and so does the CLI.
    """
    return {name: _decoded(value) for name, value in properties.items()}


def _decoded(value: object) -> object:
    if not isinstance(value, str) or not _JSON.match(value):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
