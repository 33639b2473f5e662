"""Provider resources: default ones, and inputs that travel as JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Final

from policy.sources import wire

PROVIDER_PREFIX: Final = "pulumi:providers:"
_JSON: Final = re.compile(r"[{\[]|(?:true|false)$")


def configured(
    package: str, configuration: Mapping[str, str], secret_keys: Collection[str]
) -> dict[str, object]:
    """The wire inputs of a package's default provider: its configuration, secrets marked.

    Args:
        package: The package's name, such as `aws`.
        configuration: Values by full key; those of secret keys may be missing.
        secret_keys: Full keys of secret values.
    """
    prefix = f"{package}:"
    keys = {key for key in (*configuration, *secret_keys) if key.startswith(prefix)}
    return {
        key.removeprefix(prefix): _marked(configuration.get(key), is_secret=key in secret_keys)
        for key in sorted(keys)
    }


def _marked(value: str | None, *, is_secret: bool) -> object:
    if not is_secret:
        return value
    hidden = wire.MASK if value is None else value
    return {wire.SIGNATURE_KEY: wire.SECRET, "value": hidden}


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
