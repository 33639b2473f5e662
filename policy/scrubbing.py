"""The last guard against secrets in evidence: whatever is marked secret is blacked out everywhere.

Checks describe values through `policy.redaction`, but a sentence of a check may also quote a part
of a value, such as a port, a principal or an action. Those parts pass through here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from policy.graph import Graph, Resource, Unknown

HIDDEN: Final = "■■■"
_SHORTEST: Final = 6
"""Shorter texts are too common to be looked for: blacking out `true` would destroy the evidence."""


class Scrubber:
    """Blacks out the secret texts of a graph."""

    def __init__(self, graph: Graph) -> None:
        whole = {text for resource in graph.resources for text in _secret_texts(resource)}
        self._everywhere = _pattern(whole)
        self._own = {
            resource.urn: pattern
            for resource in graph.resources
            if (pattern := _pattern(set(_parts_of_documents(resource))))
        }

    def hide(self, text: str, urn: str = "") -> str:
        """A text without secrets; with a URN, also without parts of its secret documents."""
        for pattern in (self._everywhere, self._own.get(urn)):
            text = pattern.sub(HIDDEN, text) if pattern else text
        return text

    def hide_in(self, value: object) -> object:
        """A JSON value without secrets in any of its texts; keys stay."""
        match value:
            case str():
                return self.hide(value)
            case list():
                return [self.hide_in(item) for item in value]
            case Mapping():
                return {key: self.hide_in(item) for key, item in value.items()}
        return value


def _pattern(texts: set[str]) -> re.Pattern[str] | None:
    long_enough = sorted((text for text in texts if len(text) >= _SHORTEST), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long_enough))) if long_enough else None


def _secret_texts(resource: Resource) -> Iterator[str]:
    for path in sorted(resource.secrets):
        for reading in resource.read(path):
            yield from _texts(reading.value)


def _parts_of_documents(resource: Resource) -> Iterator[str]:
    for text in _secret_texts(resource):
        try:
            document = json.loads(text)
        except ValueError:
            continue
        yield from _texts(document)


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Unknown(text=str() as text):
            yield text
        case list():
            for item in value:
                yield from _texts(item)
        case Mapping():
            for item in value.values():
                yield from _texts(item)
