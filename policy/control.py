"""What a control is: one requirement with a stable id, its words, its check and its examples."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from textwrap import dedent
from typing import Final

from policy.families import Family
from policy.graph import Graph, Resource
from policy.settings import Settings
from policy.verdict import Observation

ANY_AWS: Final = "aws:*"
"""In `applies_to`: every resource of the AWS provider, of whatever type."""
ANY: Final = "*"
"""In `applies_to`: every resource, providers and the stack included."""


class Severity(StrEnum):
    """How bad a violation is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Scope(StrEnum):
    """What a check must see to say `fail`."""

    RESOURCE = "resource"
    """The resource alone: under the CLI a failure is reported before the resource is created."""
    STACK = "stack"
    """Other resources too: under the CLI it is judged when all of them are registered."""


@dataclass(frozen=True)
class Context:
    """What a check may look at besides its resource."""

    graph: Graph
    settings: Settings

    @cached_property
    def suffix(self) -> str:
        """The environment suffix that every name carries.

        The setting, else the program's `environmentSuffix` configuration in any namespace, else
        the stack's name.
        """
        configured = (
            value
            for key, value in sorted(self.graph.configuration.items())
            if key.rpartition(":")[2] == "environmentSuffix"
        )
        return self.settings.environment_suffix or next(configured, self.graph.stack)

    @cached_property
    def account(self) -> str:
        """The program's own AWS account; empty where nothing tells it.

        The setting, else the one account that every explicit AWS provider of the program is
        confined to by `allowedAccountIds`.
        """
        if self.settings.account_id:
            return self.settings.account_id
        allowed = {
            tuple(_texts(provider.get("allowedAccountIds")))
            for provider in self.graph.of_types("pulumi:providers:aws")
            if not provider.name.startswith("default")
        }
        (account,) = allowed.pop() if len(allowed) == 1 and len(min(allowed)) == 1 else ("",)
        return account


def _texts(value: object) -> list[str]:
    # The CLI hands over the lists among a provider's inputs as JSON text.
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


Check = Callable[[Resource, Context], Iterable[Observation]]


@dataclass(frozen=True, slots=True)
class Ref:
    """In an example: the output of another resource of the example."""

    name: str
    output: str = "arn"


@dataclass(frozen=True, slots=True)
class Other:
    """In an example: a further resource, by logical name."""

    name: str
    type: str
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A resource that passes or fails a control, with the resources around it.

    Attributes:
        properties: Properties of the resource; `Ref` values become references.
        type: Its type token; empty means the first that the control applies to.
        name: Its logical name.
        others: The resources it stands among.
        options: Resource options by the names of `policy.graph.Options`.
        configuration: Plain stack configuration beside `aws:region`, by full key.
    """

    properties: Mapping[str, object] = field(default_factory=dict)
    type: str = ""
    name: str = "example-dev"
    others: tuple[Other, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    configuration: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One requirement.

    Attributes:
        id: Kebab case, subject then invariant; never reused.
        family: One of the ten families.
        title: One line, true when the control passes.
        severity: How bad a violation is; the docstring's `Severity` section says why.
        applies_to: Type tokens, or `ANY_AWS`, or `ANY`.
        check: Says what it saw; nothing seen means not applicable.
        scope: Whether the resource alone suffices to say `fail`.
        passing: At most three examples that pass.
        failing: At most three examples that fail, for this control's reason only.
        documentation: The words, as a module docstring; that of the check's module by default.
    """

    id: str
    family: Family
    title: str
    severity: Severity
    applies_to: tuple[str, ...]
    check: Check
    scope: Scope = Scope.RESOURCE
    passing: tuple[Example, ...] = ()
    failing: tuple[Example, ...] = ()
    documentation: str = ""

    @property
    def words(self) -> Words:
        """The English words, read from the documentation."""
        module = sys.modules[self.check.__module__]
        return read_words(self.documentation or module.__doc__ or "")


@dataclass(frozen=True, slots=True)
class Words:
    """What a control says to people; Markdown, empty where there is nothing to say."""

    invariant: str
    why: str
    fix: str
    severity_reason: str
    not_covered: str


_SECTION: Final = re.compile(r"^(Why|Fix|Severity|Not covered): ?", re.MULTILINE)


def read_words(documentation: str) -> Words:
    """The sections of a docstring: invariant, `Why:`, `Fix:`, `Severity:`, `Not covered:`."""
    invariant, *rest = _SECTION.split(dedent(documentation))
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    return Words(
        invariant=invariant.strip(),
        why=_sentence(sections.get("Why", "")),
        fix=_sentence(sections.get("Fix", "")),
        severity_reason=_sentence(sections.get("Severity", "")),
        not_covered=_sentence(sections.get("Not covered", "")),
    )


def _sentence(text: str) -> str:
    told = dedent(text).strip()
    return told[:1].upper() + told[1:]
