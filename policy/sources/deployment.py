"""Resources as Pulumi serialises them in states and previews.

The form is `ResourceV3` in Pulumi's `sdk/go/common/apitype/core.go`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from policy.errors import SourceError
from policy.graph import Options, Resource, SourcePosition
from policy.sources import wire
from policy.sources.documents import items, mapping, text, texts
from policy.sources.origins import fill
from policy.sources.positions import LIBRARY_PARTS
from policy.sources.providers import PROVIDER_PREFIX, decoded_provider

_POSITION: Final = re.compile(r"project:///(?P<file>[^#]+)#(?P<line>\d+)")
_OUTSIDE: Final = frozenset({"..", *LIBRARY_PARTS})


def resource_of(entry: Mapping[str, object], *, is_complete: bool = True) -> Resource:
    """One serialised resource.

    Args:
        entry: The serialised form.
        is_complete: Whether it has all options; the form of engine events lacks some.
    """
    token = text(entry.get("type"))
    properties, secrets = wire.decode_properties(mapping(entry.get("inputs")))
    if token.startswith(PROVIDER_PREFIX):
        properties = decoded_provider(properties)
    references = {
        name: tuple(sorted(urns))
        for name, value in mapping(entry.get("propertyDependencies")).items()
        if (urns := texts(value))
    }
    urn = text(entry.get("urn"))
    return Resource(
        urn=urn,
        type=token,
        name=urn.split("::", 3)[-1],
        properties={
            name: fill(value, references.get(name, ()))
            for name, value in properties.items()
            if not name.startswith("__")
        },
        options=_options(entry, is_complete=is_complete),
        references=references,
        secrets=secrets,
        source=_position(entry),
    )


def readable(entry: object, path: Path) -> Mapping[str, object]:
    """A serialised resource that can be judged.

    Raises:
        SourceError: It has no URN, no type or no inputs that are an object; left out, it would
            pass unseen.
    """
    found = mapping(entry)
    named = text(found.get("urn")) and text(found.get("type"))
    if named and isinstance(found.get("inputs") or {}, dict):
        return found
    name = text(found.get("urn")) or "a resource without URN"
    raise SourceError(f"{path} is damaged: {name} cannot be read", advice="write the file again")


def is_managed(entry: Mapping[str, object]) -> bool:
    """Whether the stack manages the resource: neither read only, nor waiting for deletion."""
    return not entry.get("external") and not entry.get("delete")


def type_in(urn: str) -> str:
    """The type token in a URN; empty if it is none."""
    parts = urn.split("::")
    return parts[2].rpartition("$")[2] if len(parts) > 3 else ""


def project_and_stack(resources: Sequence[Resource]) -> tuple[str, str]:
    """The names in the URN of the stack's first resource; empty without any."""
    for resource in resources:
        parts = resource.urn.split("::")
        if len(parts) > 2:  # urn:pulumi:STACK::PROJECT::TYPE::NAME
            return parts[1], parts[0].removeprefix("urn:pulumi:")
    return "", ""


def _options(entry: Mapping[str, object], *, is_complete: bool) -> Options:
    provider = text(entry.get("provider"))
    deleted_with = text(entry.get("deletedWith"))
    return Options(
        custom=entry.get("custom") is True,
        protect=entry.get("protect") is True,
        retain_on_delete=entry.get("retainOnDelete") is True,
        deleted_with=(deleted_with or None) if is_complete else None,
        ignore_changes=texts(entry.get("ignoreChanges")),
        parent=text(entry.get("parent")) or None,
        provider=provider.rpartition("::")[0] or None,
        dependencies=tuple(sorted(texts(entry.get("dependencies")))),
    )


def _position(entry: Mapping[str, object]) -> SourcePosition | None:
    """The innermost line of the program; the recorded one may be inside of an SDK."""
    frames = (mapping(frame).get("sourcePosition") for frame in items(entry.get("stackTrace")))
    for uri in (entry.get("sourcePosition"), *frames):
        found = _POSITION.match(text(uri))
        if found and not _OUTSIDE & set(found["file"].split("/")):
            return SourcePosition(found["file"], int(found["line"]))
    return None
