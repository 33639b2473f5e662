"""How far a permission reaches: to what is named, or to everything of a kind."""

from __future__ import annotations

from typing import Final

from policy.iam.actions import Action, ResourceType
from policy.iam.arns import fits, is_all_of
from policy.iam.condition_keys import type_of
from policy.iam.document import Statement
from policy.iam.restriction import confined_by
from policy.iam.text import Text
from policy.verdict import Verdict, worst

_INVENTED_IDS: Final = frozenset({"ec2"})
"""Services that name their things themselves, so that a program can only name the type."""
_NEWER_THAN_THE_ACTION: Final = frozenset({"cloudwatch:dataset"})
"""Types that only part of what an action reaches belongs to; the rest takes nothing but `*`."""


def is_about_keys(action: Action) -> bool:
    """Whether an action can be scoped to KMS keys."""
    return any(kind.name == "kms:key" for kind in action.types)


def acts_on_some(action: Action, statement: Statement) -> bool:
    """Whether an action can act on any of a statement's resources."""
    if not statement.resources:
        return True
    if not action.types:
        return any(text.known == "*" or text.is_vague for text in statement.resources)
    return any(fits(action, text) is not False for text in statement.resources)


def reach(statement: Statement, action: Action) -> Verdict:
    """Whether a statement lets an action only reach what is named.

    `FAIL` where a resource stands for everything of a type, though the action can be scoped.
    """
    types = [kind for kind in action.types if kind.name not in _NEWER_THAN_THE_ACTION]
    if not types:
        return Verdict.PASS
    return worst(_of_type(text, kind) for text in statement.resources for kind in types)


def _of_type(text: Text, kind: ResourceType) -> Verdict:
    if text.known == "*":
        return Verdict.FAIL
    everything = is_all_of(kind, text)
    if everything is None:
        return Verdict.UNDETERMINED
    invented = kind.name.partition(":")[0] in _INVENTED_IDS and ":" in str(text)
    return Verdict.FAIL if everything and not invented else Verdict.PASS


def scopes(statement: Statement, action: Action) -> Verdict:
    """Whether a condition about the resource confines what an action can reach."""
    keys = {key for kind in action.types for key in kind.keys}
    keys |= {key for key in action.keys if "*" not in key and type_of(key) == "ARN"}
    return confined_by(statement, {*keys, "aws:resourcetag/*"})
