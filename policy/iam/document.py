"""What an IAM document says, as types: statements, principals and conditions.

Every string is a `Text`, so that a part which is not known before deployment stays visible.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from policy.graph import Unknown
from policy.iam.text import Text
from policy.verdict import Phrase


class Kind(StrEnum):
    """What a document is attached to, which decides what it may say and what it grants."""

    IDENTITY = "identity"
    """Permissions of a role, user, group or permission set."""
    TRUST = "trust"
    """Who may assume a role."""
    RESOURCE = "resource"
    """Who may use the resource that carries it."""
    KEY = "key"
    """Who may use or administer a KMS key."""
    ENDPOINT = "endpoint"
    """What may pass through a VPC endpoint; grants nothing by itself."""
    SESSION = "session"
    """What remains of a role's permissions in a session; grants nothing by itself."""
    ORGANIZATION = "organization"
    """A service or resource control policy; grants nothing by itself."""
    FRAGMENT = "fragment"
    """Effect and actions of a resource share's permission, completed by AWS."""


class Effect(StrEnum):
    """What a statement does with what it matches."""

    ALLOW = "Allow"
    DENY = "Deny"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a statement speaks of.

    Attributes:
        kind: `AWS`, `Service`, `Federated` or `CanonicalUser`; `*` for the bare wildcard.
        name: An account, ARN, service or identity provider.
    """

    kind: str
    name: Text

    @property
    def is_everyone(self) -> bool:
        """Whether this is anybody at all, signed in to AWS or not."""
        return self.kind in {"*", "AWS"} and self.name.known == "*"


@dataclass(frozen=True, slots=True)
class Condition:
    """One key of a condition block.

    Attributes:
        operator: The bare operator, such as `StringEquals`.
        key: The condition key as written.
        values: What it is compared with.
        quantifier: `ForAllValues`, `ForAnyValue` or empty.
        if_exists: Whether it also holds where the request has no such key.
    """

    operator: str
    key: str
    values: tuple[Text, ...]
    quantifier: str = ""
    if_exists: bool = False

    @property
    def name(self) -> str:
        """The key in lower case, as AWS compares it."""
        return self.key.lower()

    @property
    def is_negated(self) -> bool:
        """Whether it holds for everything but the values, a missing key included."""
        return "Not" in self.operator

    @property
    def label(self) -> str:
        """Operator and key, without the values, which may be confidential."""
        prefix = f"{self.quantifier}:" if self.quantifier else ""
        return f"{prefix}{self.operator}{'IfExists' if self.if_exists else ''} {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement; what it does not mention is empty.

    `has_unknown_conditions` is true where a condition is not known before deployment, or breaks the
    grammar, so that it is not among the conditions.
    """

    path: str
    effect: Effect
    sid: str = ""
    principals: tuple[Principal, ...] = ()
    not_principals: tuple[Principal, ...] = ()
    actions: tuple[Text, ...] = ()
    not_actions: tuple[Text, ...] = ()
    resources: tuple[Text, ...] = ()
    not_resources: tuple[Text, ...] = ()
    conditions: tuple[Condition, ...] = ()
    has_unknown_conditions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as far as it can be read.

    Attributes:
        statements: The readable statements.
        problems: Where it breaks the grammar, as (path, what is wrong) pairs.
        unknown: What hides the document, or a part of it that could hold whole statements.
        is_partial: Whether a statement, or all of them, broke the grammar so that it is not here.
    """

    statements: tuple[Statement, ...] = ()
    problems: tuple[tuple[str, Phrase], ...] = field(default=())
    unknown: Unknown | None = None
    is_partial: bool = False
