"""Resources in permissions that the program does not make: a hint for a review, never a failure."""

from __future__ import annotations

from typing import Final, cast

from policy.graph import Graph
from policy.iam.document import Statement
from policy.iam.text import Text

_PLACE_SEGMENTS: Final = 5


def strays(statement: Statement, graph: Graph) -> tuple[Text, ...]:
    """The resources with a name of their own that nothing in the program carries."""
    named = (text for text in statement.resources if _names_one(text))
    return tuple(text for text in named if not _is_made(text, graph))


def _names_one(text: Text) -> bool:
    """Whether a resource is no pattern for all of a kind, and known in full."""
    parts = (text.known or "").split(":", _PLACE_SEGMENTS)
    return len(parts) > _PLACE_SEGMENTS and bool(parts[-1].rpartition("/")[2].strip("*"))


def _is_made(text: Text, graph: Graph) -> bool:
    name = (text.known or "").split(":", _PLACE_SEGMENTS)[-1]
    words = {word for part in name.split(":") for word in (part, *part.split("/"))}
    whole = {part.removesuffix("/*") for part in name.split(":")}
    return bool((words | whole) & _texts(graph))


def _texts(graph: Graph) -> frozenset[str]:
    """Every known text of a top-level property, among which are all physical names."""
    if "known texts" not in graph.memo:
        graph.memo["known texts"] = frozenset(
            value
            for resource in graph.resources
            for value in resource.properties.values()
            if isinstance(value, str) and value
        )
    return cast("frozenset[str]", graph.memo["known texts"])
