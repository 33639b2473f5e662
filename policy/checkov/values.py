"""Property trees as Terraform attribute values, and the references among them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.checkov.mapping.names import Names
from policy.checkov.mapping.spelling import snake
from policy.checkov.readability import Reader
from policy.graph import Resource, Unknown

_ASSET_KEYS: Final = frozenset({"path", "text", "uri", "assets"})
_HIDDEN: Final = "hidden"
"""Stands in the plan for what is marked secret."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates the properties of one resource.

    Attributes:
        resource: Whose properties.
        names: What they are called in Terraform.
        addresses: Addresses by URN, for references.
        reader: Tells references from other unknown values.
    """

    resource: Resource
    names: Names
    addresses: Mapping[str, str]
    reader: Reader

    def values(self) -> dict[str, object]:
        """`values` of the plan: attributes that are known, or readable with stand-ins."""
        return self._values(self.resource.properties, "", "", is_map=False)

    def expressions(self) -> dict[str, object]:
        """`expressions` of the configuration: which attribute refers to which resources."""
        found = self._expressions(self.resource.properties, "")
        for name, urns in self.resource.references.items():
            references = self._addressed((urn, None) for urn in urns)
            attribute = self.names.attribute(self.resource.type, name)
            if references and attribute not in found:
                found[attribute] = {"references": references}
        return found

    def guessed(self) -> Iterator[str]:
        """Paths of properties that the table of names has no attribute for."""
        yield from self._guessed(self.resource.properties, "")

    def _guessed(self, tree: Mapping[str, object], above: str) -> Iterator[str]:
        for name, value in tree.items():
            path = _below(above, name)
            if self.names.is_guess(self.resource.type, path):
                yield path
            elif not self.names.is_map(self.resource.type, path):
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, dict):
                        yield from self._guessed(item, path)

    def _values(
        self, tree: Mapping[str, object], path: str, at: str, *, is_map: bool
    ) -> dict[str, object]:
        translated: dict[str, object] = {}
        for name, value in tree.items():
            inner, place = _below(path, name), _below(at, name)
            known = self._value(value, inner, place)
            if known is not None:
                key = name if is_map else self.names.attribute(self.resource.type, inner)
                translated[key] = known
        return translated

    def _value(self, value: object, path: str, at: str) -> object:
        """The value at a path without list indices, and at the same place with them."""
        if at in self.resource.secrets:
            return _HIDDEN
        if isinstance(value, Unknown):
            return self._reference(value) or value.text
        if isinstance(value, dict):
            return self._object(value, path, at)
        if isinstance(value, list):
            items = [self._value(item, path, f"{at}[{index}]") for index, item in enumerate(value)]
            return [item for item in items if item is not None] + self._connections(value)
        return value

    def _connections(self, values: Sequence[object]) -> list[str]:
        """References from list items of which only the possible origins are known.

        Checkov fills a gap in a list with one reference only, so the others would seem unconnected.
        """
        unread = [item for item in values if isinstance(item, Unknown) and item.text is None]
        open_items = [item for item in unread if not self.reader.names_resource(item)]
        urns = dict.fromkeys(origin.urn for item in open_items for origin in item.origins)
        return [f"{self.addresses[urn]}.id" for urn in urns if urn in self.addresses]

    def _reference(self, value: Unknown) -> str | None:
        """The name of another resource in Terraform's words, where the value is nothing else."""
        if not self.reader.names_resource(value):
            return None
        origin = value.origins[0]
        address = self.addresses.get(origin.urn)
        return f"{address}.{snake(origin.output or 'id')}" if address else None

    def _object(self, value: dict[str, object], path: str, at: str) -> object:
        if _is_asset(value):
            return str(value.get("path") or value.get("uri") or "asset")
        if _is_document(value):
            return json.dumps(value, default=_text_of)
        is_map = self.names.is_map(self.resource.type, path)
        return self._values(value, path, at, is_map=is_map)

    def _expressions(self, tree: Mapping[str, object], above: str) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in tree.items():
            path = _below(above, name)
            expression = self._expression(value, path)
            if expression:
                found[self.names.attribute(self.resource.type, path)] = expression
        return found

    def _expression(self, value: object, path: str) -> object:
        if isinstance(value, Unknown):
            references = self._addressed((o.urn, o.output) for o in value.origins)
            return {"references": references} if references else None
        if isinstance(value, dict) and not self.names.is_map(self.resource.type, path):
            inner = self._expressions(value, path)
            return [inner] if inner else None
        if isinstance(value, list):
            return self._list_expression(value, path)
        return None

    def _list_expression(self, value: Sequence[object], path: str) -> object:
        parts = [self._expression(item, path) for item in value]
        flat = [item for part in parts if isinstance(part, dict) for item in part["references"]]
        if flat:
            return {"references": list(dict.fromkeys(flat))}
        blocks = [part[0] if isinstance(part, list) else {} for part in parts]
        return blocks if any(blocks) else None

    def _addressed(self, origins: Iterable[tuple[str, str | None]]) -> list[str]:
        references: dict[str, None] = {}
        for urn, output in origins:
            if (address := self.addresses.get(urn)) is not None:
                references[f"{address}.{snake(output or 'id')}"] = None
                references[address] = None
        return list(references)


def _below(above: str, name: str) -> str:
    return f"{above}.{name}" if above else name


def _is_asset(value: Mapping[str, object]) -> bool:
    return bool(value) and set(value) <= _ASSET_KEYS


def _is_document(value: Mapping[str, object]) -> bool:
    return "Statement" in value or "Version" in value


def _text_of(value: object) -> object:
    return value.text if isinstance(value, Unknown) else str(value)
