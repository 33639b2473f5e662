"""Reads IAM documents: objects, JSON texts, one-or-many forms, with or without unknown parts.

What breaks the grammar becomes a problem of the document, what is not known before deployment
stays a gap; reading never raises. Grammar:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from policy.graph import Graph, Unknown
from policy.iam.conditions import OPERATORS
from policy.iam.document import Condition, Document, Effect, Principal, Statement
from policy.iam.text import Gap, Marked, Text, from_unknown, literal, split
from policy.verdict import Phrase, phrase

Problem = tuple[str, Phrase]

_DOCUMENT_KEYS: Final = frozenset({"version", "id", "statement"})
_STATEMENT_KEYS: Final = frozenset(
    {
        "sid",
        "effect",
        "principal",
        "notprincipal",
        "action",
        "notaction",
        "resource",
        "notresource",
        "condition",
    }
)
_VERSIONS: Final = frozenset({"2012-10-17", "2008-10-17"})
_PRINCIPAL_KINDS: Final = {
    kind.lower(): kind for kind in ("AWS", "Service", "Federated", "CanonicalUser")
}
_HIDDEN: Final = Text((Gap(),))


def read_document(value: object, graph: Graph, path: str = "") -> Document:
    """The document that a property value holds; `path` is where it stands in the resource."""
    if isinstance(value, Unknown):
        return _from_unknown(value, graph, path)
    return _Reader(literal, graph).document(value, path)


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
    except ValueError:
        return Document(unknown=value)
    marked = _marked(graph, value)
    return _Reader(lambda text: split(text, marked), graph).document(tree, path)


def _marked(graph: Graph, value: Unknown) -> list[Marked]:
    """The stand-ins that an unknown text may contain: those of its origins, and of look-ups."""
    own = [item for origin in value.origins for item in graph.stand_ins_by_urn.get(origin.urn, ())]
    return [*own, *graph.outside_stand_ins]


class _Reader:
    """Reads one document and collects its problems on the way."""

    def __init__(self, cut: Callable[[str], Text], graph: Graph) -> None:
        self._cut = cut
        self._graph = graph
        self._problems: list[Problem] = []
        self._unknown: Unknown | None = None

    def document(self, value: object, path: str) -> Document:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return Document(problems=((path, phrase("a text that is not JSON")),))
        if not isinstance(value, Mapping):
            return Document(problems=((path, phrase("something else than an object")),))
        members = self._members(value, _DOCUMENT_KEYS, path)
        self._version(members.get("version"), path)
        statements = tuple(self._statements(members.get("statement"), f"{path}.Statement"))
        return Document(
            statements=statements, problems=tuple(self._problems), unknown=self._unknown
        )

    def _members(
        self, value: Mapping[str, object], known: frozenset[str], path: str
    ) -> dict[str, object]:
        members: dict[str, object] = {}
        for key, item in value.items():
            name = key.lower()
            if name not in known:
                self._report(path, "an element {0} that the grammar does not have", key)
            elif name in members:
                self._report(path, "the element {0} twice", key)
            if item is not None:
                members[name] = item
        return members

    def _report(self, path: str, template: str, *values: object) -> None:
        self._problems.append((path, phrase(template, *values)))

    def _version(self, value: object, path: str) -> None:
        if value is None or isinstance(value, Unknown) or value in _VERSIONS:
            return
        self._report(path, "a Version that does not exist")

    def _statements(self, value: object, path: str) -> Iterator[Statement]:
        if isinstance(value, Unknown):
            self._unknown = value
        elif isinstance(value, Mapping):
            yield self._statement(value, path)
        elif not isinstance(value, list) or not value:
            self._report(path, "no statement")
        else:
            yield from self._listed(value, path)

    def _listed(self, value: list[object], path: str) -> Iterator[Statement]:
        for index, item in enumerate(value):
            at = f"{path}[{index}]"
            if isinstance(item, Unknown):
                self._unknown = item
            elif isinstance(item, Mapping):
                yield self._statement(item, at)
            else:
                self._report(at, "something else than an object")

    def _statement(self, value: Mapping[str, object], path: str) -> Statement:
        members = self._members(value, _STATEMENT_KEYS, path)
        conditions = members.get("condition")
        return Statement(
            path=path,
            effect=self._effect(members.get("effect"), path),
            sid=str(self._text(members.get("sid", ""), path)),
            principals=tuple(self._principals(members.get("principal"), path)),
            not_principals=tuple(self._principals(members.get("notprincipal"), path)),
            actions=self._texts(members.get("action"), path),
            not_actions=self._texts(members.get("notaction"), path),
            resources=self._texts(members.get("resource"), path),
            not_resources=self._texts(members.get("notresource"), path),
            conditions=tuple(self._conditions(conditions, path)),
            has_unknown_conditions=_hides_conditions(conditions),
        )

    def _effect(self, value: object, path: str) -> Effect:
        if isinstance(value, Unknown):
            return Effect.UNKNOWN
        if value in {"Allow", "Deny"}:
            return Effect(str(value))
        self._report(path, "no Effect of Allow or Deny")
        return Effect.UNKNOWN

    def _principals(self, value: object, path: str) -> Iterator[Principal]:
        if value is None:
            return
        if isinstance(value, Unknown):
            yield Principal("", from_unknown(value, _marked(self._graph, value)))
        elif value == "*":
            yield Principal("*", literal("*"))
        elif isinstance(value, Mapping):
            yield from self._kinds(value, path)
        else:
            self._report(path, "a Principal that is neither * nor an object")

    def _kinds(self, value: Mapping[str, object], path: str) -> Iterator[Principal]:
        for key, item in value.items():
            kind = _PRINCIPAL_KINDS.get(key.lower())
            if kind is None:
                self._report(path, "a kind of principal {0} that does not exist", key)
                continue
            for name in self._texts(item, path):
                yield Principal(kind, name)

    def _texts(self, value: object, path: str) -> tuple[Text, ...]:
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        return tuple(self._text(item, path) for item in items)

    def _text(self, value: object, path: str) -> Text:
        if isinstance(value, Unknown):
            return from_unknown(value, _marked(self._graph, value))
        if isinstance(value, str):
            return self._cut(value)
        if isinstance(value, bool):
            return literal("true" if value else "false")
        if isinstance(value, int | float):
            return literal(str(value))
        self._report(path, "something else than a text or a list of texts")
        return _HIDDEN

    def _conditions(self, value: object, path: str) -> Iterator[Condition]:
        if value is None or isinstance(value, Unknown):
            return
        if not isinstance(value, Mapping):
            self._report(path, "a Condition that is not an object")
            return
        for operator, block in value.items():
            if isinstance(block, Mapping):
                yield from self._condition_block(operator, block, path)
            elif not isinstance(block, Unknown):
                self._report(path, "a condition {0} that is not an object", operator)

    def _condition_block(
        self, written: str, block: Mapping[str, object], path: str
    ) -> Iterator[Condition]:
        quantifier, _, bare = written.rpartition(":")
        operator = OPERATORS.get(bare.lower().removesuffix("ifexists"))
        if operator is None or quantifier not in {"", "ForAllValues", "ForAnyValue"}:
            self._report(path, "a condition operator {0} that does not exist", written)
            return
        for key, values in block.items():
            yield Condition(
                operator=operator,
                key=key,
                values=self._texts(values, path),
                quantifier=quantifier,
                if_exists=bare.lower().endswith("ifexists"),
            )


def _hides_conditions(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(isinstance(block, Unknown) for block in value.values())
    return isinstance(value, Unknown)
