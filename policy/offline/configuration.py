"""Configuration values, and the YAML files they stand in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final

import yaml

from policy.errors import SourceError


class _Loader(yaml.SafeLoader):
    """YAML 1.2, as Pulumi reads it: `yes` and `12:30:45` are texts."""

    yaml_implicit_resolvers: ClassVar = {}  # type: ignore[misc]  # declared for instances


_RESOLVED: Final = (
    ("null", r"(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"(?:true|false)$", ["t", "f"]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$", list("-+0123456789")),
)
for _name, _pattern, _first in _RESOLVED:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), _first)


def read(path: Path | None) -> Mapping[str, object]:
    """The settings in a project's or stack's file; none without a file.

    Scalars of its `config` section come as they are written, since configuration is text.

    Raises:
        SourceError: The file cannot be read or is no mapping.
    """
    if path is None:
        return {}
    try:
        settings = _settings(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"cannot read {path}: {reason}") from error
    if not isinstance(settings, dict):
        raise SourceError(f"{path} is not a mapping", advice="see Pulumi's project file reference")
    return settings


def _settings(text: str) -> object:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}
        settings = loader.construct_document(node)
    finally:
        loader.dispose()
    section = settings.get("config") if isinstance(settings, dict) else None
    if isinstance(section, dict) and isinstance(node, yaml.MappingNode):
        section.update(_written(node))
    return settings


def _written(document: yaml.MappingNode) -> dict[str, str]:
    """The scalars of the `config` section, as written."""
    sections = [value for key, value in document.value if key.value == "config"]
    return {
        key.value: value.value
        for section in sections
        for key, value in section.value
        if isinstance(value, yaml.ScalarNode)
    }


class Values:
    """Gathers configuration: defaults of the project, then the stack's, then overrides.

    Attributes:
        plain: What the program reads, by full key.
        secret_keys: Keys of secret values.
        encrypted_keys: Keys of values that cannot be decrypted offline.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self.plain: dict[str, str] = {}
        self.secret_keys: set[str] = set()
        self.encrypted_keys: set[str] = set()

    def add_defaults(self, section: object) -> None:
        """Values of Pulumi.yaml, which may be declarations `{type, default, secret}`."""
        for key, declared in _mapping(section).items():
            value = declared
            if isinstance(declared, Mapping) and {"type", "default"} & set(declared):
                value = declared.get("default")
                if declared.get("secret"):
                    self.secret_keys.add(self._full(key))
            elif isinstance(declared, Mapping) and set(declared) <= {"value", "secret"}:
                value = declared.get("value")
            if value is not None:
                self._set(key, value)

    def add(self, section: object) -> None:
        """Values of a stack's file."""
        for key, value in _mapping(section).items():
            self._set(key, value)

    def override(self, key: str, value: str) -> None:
        """A value from the command line; a key that is secret stays so."""
        self.encrypted_keys.discard(self._full(key))
        self.plain[self._full(key)] = value

    def _set(self, key: str, value: object) -> None:
        full = self._full(key)
        self.plain.pop(full, None)
        if _is_encrypted(value):
            self.secret_keys.add(full)
            self.encrypted_keys.add(full)
        else:
            self.encrypted_keys.discard(full)
            self.plain[full] = _text(value)

    def _full(self, key: str) -> str:
        return key if ":" in key else f"{self._project}:{key}"


def _is_encrypted(value: object) -> bool:
    """Whether a value is, or has inside, a ciphertext."""
    if isinstance(value, Mapping):
        return "secure" in value or any(map(_is_encrypted, value.values()))
    return isinstance(value, list) and any(map(_is_encrypted, value))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, default=str)


def _mapping(section: object) -> Mapping[str, object]:
    if not isinstance(section, Mapping):
        return {}
    return {str(key): value for key, value in section.items()}
