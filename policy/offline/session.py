"""What all parts of the engine share during one run of a program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pulumi import Resource

from policy.graph import Invoke, SourcePosition
from policy.offline.project import Project
from policy.offline.records import Record, make_urn
from policy.offline.request import Mode, ProgramRun
from policy.offline.stand_ins import StandIns
from policy.sources.positions import Positions

INVENTED_LIST_LENGTH: Final = 3
"""As many as Tokyo has zones, for programs that spread over several subnets."""


class EngineError(Exception):
    """The engine refuses what the program asks, as the CLI's engine would, or cannot do it."""

    def __init__(
        self, message: str, source: SourcePosition | None = None, advice: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.advice = advice


class SilenceError(Exception):
    """The program neither ended nor asked the engine anything for too long."""


@dataclass(slots=True, kw_only=True)
class Session:
    """One run: what was asked for, and what was recorded so far.

    Attributes:
        is_contrary: Whether invented answers to look-ups are the other ones, so that a comparison
            of two runs shows what depends on them.
        invented_list_length: How many items lists in invented answers have.
        has_invented: Whether the program was given invented parts of an answer.
        answers: How many requests of the program were answered.
        is_hanging: Whether the program was given up.
    """

    run: ProgramRun
    project: Project
    mode: Mode
    is_contrary: bool = False
    invented_list_length: int = INVENTED_LIST_LENGTH
    stand_ins: StandIns = field(default_factory=StandIns)
    records: dict[str, Record] = field(default_factory=dict)
    invokes: list[Invoke] = field(default_factory=list)
    classes: dict[tuple[str, str], type] = field(default_factory=dict)
    has_invented: bool = False
    answers: int = 0
    is_hanging: bool = False

    @property
    def positions(self) -> Positions:
        """Where the program's files are."""
        return Positions(self.project.root)

    def urn(self, parent: str, token: str, name: str) -> str:
        """The URN of a resource of this stack."""
        return make_urn(self.project.stack, self.project.name, parent, token, name)

    def saw(self, resource: Resource) -> None:
        """Learn which class stands behind a resource."""
        key = resource.pulumi_resource_type, resource.pulumi_resource_name
        self.classes[key] = type(resource)

    def add(self, record: Record) -> None:
        """Record a resource.

        Raises:
            EngineError: There is one with the same URN.
        """
        self.refuse_duplicate(record.urn, record.source)
        self.records[record.urn] = record

    def refuse_duplicate(self, urn: str, source: SourcePosition | None) -> None:
        """Refuse a second resource with the same URN, as the CLI does."""
        if urn in self.records:
            first = self.records[urn].source
            where = f", first registered at {first}" if first else ""
            raise EngineError(f"duplicate resource {urn}{where}", source, "give it a unique name")
