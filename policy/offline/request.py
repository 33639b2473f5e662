"""What to run, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from policy.graph import Graph
from policy.offline.fixtures import Fixtures

NOBODYS_ACCOUNT: Final = "000000000000"
"""The answer to `getCallerIdentity` when no account is given; no AWS account has this number."""


class Mode(StrEnum):
    """What computed outputs are while the program runs."""

    SYMBOLIC = "symbolic"
    """Traceable stand-ins, so that every document that contains them is readable."""
    PREVIEW = "preview"
    """Unknown, as in the first `pulumi preview` of a stack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRun:
    """A program to run offline.

    Attributes:
        directory: Where a Pulumi.yaml is, or a bare `__main__.py`.
        stack: The stack's name; empty means the one whose Pulumi.<stack>.yaml is alone in the
            directory, else `dev`.
        configuration: Values that override the files', by key; a key without namespace belongs to
            the project.
        mode: What computed outputs are.
        fixtures: Answers to look-ups, stack references and reads.
        account: The 12-digit AWS account that the program is told it runs in.
        organization: The Pulumi organization that the program is told.
        silence_seconds: How long the program may go on without registering or asking anything.
    """

    directory: Path
    stack: str = ""
    configuration: Mapping[str, str] = field(default_factory=dict)
    mode: Mode = Mode.SYMBOLIC
    fixtures: Fixtures = field(default_factory=Fixtures)
    account: str = NOBODYS_ACCOUNT
    organization: str = "organization"
    silence_seconds: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramGraph:
    """What a program registered.

    Attributes:
        graph: Its resources.
        mode: The mode that the graph was made in, which differs from the requested one when the
            program can only run in preview mode.
        notes: What a reader of the result must know, one sentence each.
    """

    graph: Graph
    mode: Mode
    notes: tuple[str, ...] = ()
