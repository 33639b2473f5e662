"""What a statement grants: its actions, and whether it names what they may be used on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.iam.actions import Action, expand
from policy.iam.document import Statement
from policy.iam.patterns import matches
from policy.iam.text import Text

EVERYTHING: Final = frozenset({"*", "*:*"})


def is_everything(action: Text) -> bool:
    """Whether an action pattern stands for every action of every service."""
    return action.known in EVERYTHING


def is_whole_service(action: Text) -> bool:
    """Whether an action pattern stands for every action of one service."""
    known = action.known or ""
    name = known.partition(":")[2]
    return bool(name) and not name.strip("*") and not is_everything(action)


def is_pattern(action: Text) -> bool:
    """Whether an action is written with wildcards."""
    return action.known is not None and any(item in action.known for item in "*?")


def actions_in(statement: Statement) -> Iterator[tuple[Text, tuple[Action, ...]]]:
    """Each action as written, with the actions it stands for."""
    for text in statement.actions:
        if text.known is not None and not is_everything(text):
            yield text, expand(text.known)


def hidden_actions(statement: Statement) -> tuple[Text, ...]:
    """Actions that are not known before deployment."""
    return tuple(text for text in (*statement.actions, *statement.not_actions) if text.gaps)


def grants(statement: Statement, name: str) -> bool:
    """Whether a statement speaks of an action such as `iam:PassRole`, wildcards considered."""
    if statement.not_actions:
        return not any(_stands_for(text, name) for text in statement.not_actions)
    return any(_stands_for(text, name) for text in statement.actions)


def _stands_for(text: Text, name: str) -> bool:
    return text.known is not None and (is_everything(text) or matches(text.known, name))
