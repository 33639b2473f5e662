"""Reads IAM documents: objects and JSON texts, with or without parts that are not known."""

from __future__ import annotations

import json
from collections.abc import Callable

from policy.graph import Graph, Unknown
from policy.iam.document import Document
from policy.iam.parsing import Parser
from policy.iam.text import Marked, Text, from_unknown, literal, split


def read_document(value: object, graph: Graph, path: str = "") -> Document:
    """The document that a property value holds; `path` is where it stands in the resource."""
    if isinstance(value, Unknown):
        return _from_unknown(value, graph, path)
    return Parser(literal, _of_unknown(graph)).document(value, path)


def text_of(value: object, graph: Graph) -> Text | None:
    """A property's value as a text with its gaps; `None` if it is not set or no text."""
    if isinstance(value, Unknown):
        return from_unknown(value, _marked(graph, value))
    return literal(value) if isinstance(value, str) and value else None


def _from_unknown(value: Unknown, graph: Graph, path: str) -> Document:
    if value.text is None:
        return Document(unknown=value)
    try:
        tree = json.loads(value.text)
    except (ValueError, RecursionError):
        return Document(unknown=value)
    marked = _marked(graph, value)
    return Parser(lambda text: split(text, marked), _of_unknown(graph)).document(tree, path)


def _of_unknown(graph: Graph) -> Callable[[Unknown], Text]:
    return lambda value: from_unknown(value, _marked(graph, value))


def _marked(graph: Graph, value: Unknown) -> list[Marked]:
    """The stand-ins that an unknown text may contain: those of its origins, and of look-ups."""
    own = [item for origin in value.origins for item in graph.stand_ins_by_urn.get(origin.urn, ())]
    return [*own, *graph.outside_stand_ins]
