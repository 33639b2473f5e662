"""The grammar of IAM documents.

What breaks it becomes a problem of the document, what is not known before deployment stays a gap;
parsing never raises. Grammar:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from policy.graph import Unknown
from policy.iam.conditions import OPERATORS
from policy.iam.document import Condition, Document, Effect, Principal, Statement
from policy.iam.text import Gap, Text, literal
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
_VERSION: Final = "2012-10-17"
_OLD_VERSION: Final = "2008-10-17"
_PRINCIPAL_KINDS: Final = {
    kind.lower(): kind for kind in ("AWS", "Service", "Federated", "CanonicalUser")
}
_HIDDEN: Final = Text((Gap(),))


class Parser:
    """Parses one document and collects its problems on the way.

    Args:
        cut: Makes a text of a plain string of the document.
        of_unknown: Makes a text of an unknown value in it.
    """

    def __init__(self, cut: Callable[[str], Text], of_unknown: Callable[[Unknown], Text]) -> None:
        self._cut = cut
        self._of_unknown = of_unknown
        self._problems: list[Problem] = []
        self._unknown: Unknown | None = None
        self._lost = False

    def document(self, value: object, path: str) -> Document:
        """The document in an object or a JSON text that stands at a path."""
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return _unreadable(path, phrase("a text that is not JSON"))
        if not isinstance(value, Mapping):
            return _unreadable(path, phrase("something else than an object"))
        members = self._members(value, _DOCUMENT_KEYS, path)
        statements = tuple(self._statements(members.get("statement"), f"{path}.Statement"))
        self._version(members.get("version"), statements, path)
        return Document(
            statements=statements,
            problems=tuple(self._problems),
            unknown=self._unknown,
            is_partial=self._lost,
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

    def _lose(self, path: str, template: str) -> None:
        self._report(path, template)
        self._lost = True

    def _report(self, path: str, template: str, *values: object) -> None:
        self._problems.append((path, phrase(template, *values)))

    def _version(self, value: object, statements: Iterable[Statement], path: str) -> None:
        if isinstance(value, Unknown):
            self._unknown = value
        elif value is not None and value not in (_OLD_VERSION, _VERSION):
            self._report(path, "a Version that does not exist")
        elif value != _VERSION and any(map(_has_variables, statements)):
            # The old version, which an absent one means, takes them for letters.
            self._report(path, "policy variables without Version {0}", _VERSION)

    def _statements(self, value: object, path: str) -> Iterator[Statement]:
        if isinstance(value, Unknown):
            self._unknown = value
        elif isinstance(value, Mapping):
            yield self._statement(value, path)
        elif not isinstance(value, list) or not value:
            self._lose(path, "no statement")
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
                self._lose(at, "something else than an object")

    def _statement(self, value: Mapping[str, object], path: str) -> Statement:
        members = self._members(value, _STATEMENT_KEYS, path)
        written = members.get("condition")
        problems = len(self._problems)
        conditions = tuple(self._conditions(written, path))
        lost_conditions = len(self._problems) > problems
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
            conditions=conditions,
            has_unknown_conditions=lost_conditions or _hides_conditions(written),
        )

    def _effect(self, value: object, path: str) -> Effect:
        if isinstance(value, Unknown):
            return Effect.UNKNOWN
        if value in ("Allow", "Deny"):
            return Effect(value)
        self._report(path, "no Effect of Allow or Deny")
        return Effect.UNKNOWN

    def _principals(self, value: object, path: str) -> Iterator[Principal]:
        if value is None:
            return
        if isinstance(value, Unknown):
            yield Principal("", self._of_unknown(value))
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
            return self._of_unknown(value)
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


def _unreadable(path: str, problem: Phrase) -> Document:
    return Document(problems=((path, problem),), is_partial=True)


def _has_variables(statement: Statement) -> bool:
    values = (value for condition in statement.conditions for value in condition.values)
    texts = (*statement.resources, *statement.not_resources, *values)
    return any("${" in text.literals for text in texts)


def _hides_conditions(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(isinstance(block, Unknown) for block in value.values())
    return isinstance(value, Unknown)
