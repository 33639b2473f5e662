"""Strings inside IAM documents, which may hold parts that are not known before deployment."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from policy.graph import Origin, Provenance, StandIn, Unknown

Marked = tuple[str, StandIn]
"""A stand-in with the marker that survives when a program cuts the stand-in to pieces."""

_LOOK_UP: Final = re.compile(r"aws:\S+/get\w+:get")


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a text that is not known.

    Attributes:
        origins: What it comes from.
        stand_in: Characters that stand in for it, such as `arn:aws:sqs:…`; they prove nothing by
            themselves. Empty if there are none.
        is_computed: Whether it is exactly what AWS computes or looks up, and so a name, an id or
            an ARN of one thing and never a wildcard.
    """

    origins: tuple[Origin, ...] = ()
    stand_in: str = ""
    is_computed: bool = False

    def __str__(self) -> str:
        names = (
            f"{item.urn.rpartition('::')[2]}.{item.output or 'output'}" for item in self.origins
        )
        return f"<{', '.join(names) or 'unknown'}>"


@dataclass(frozen=True)
class Text:
    """A string of a document as a row of literal characters and gaps."""

    parts: tuple[str | Gap, ...]

    @cached_property
    def known(self) -> str | None:
        """The string, if all of it is known."""
        literals = [part for part in self.parts if isinstance(part, str)]
        return "".join(literals) if len(literals) == len(self.parts) else None

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The parts that are not known."""
        return tuple(part for part in self.parts if isinstance(part, Gap))

    @cached_property
    def shape(self) -> str:
        """The string with stand-ins in place of its gaps; `*` where a gap has none."""
        return self.render(lambda gap: gap.stand_in or "*")

    def render(self, write: Callable[[Gap], str]) -> str:
        """The string with each gap written as told."""
        if self.known is not None:
            return self.known
        return "".join(part if isinstance(part, str) else write(part) for part in self.parts)

    @cached_property
    def is_vague(self) -> bool:
        """Whether a gap could be anything, a wildcard included."""
        return any(not gap.is_computed for gap in self.gaps)

    @cached_property
    def literals(self) -> str:
        """The literal characters alone, gaps left out."""
        return "".join(part for part in self.parts if isinstance(part, str))

    def __str__(self) -> str:
        return self.render(str)


def literal(text: str) -> Text:
    """A text that is known as a whole."""
    return Text((text,))


def from_unknown(value: Unknown, marked: Sequence[Marked]) -> Text:
    """A text for an unknown value, with the known characters around its stand-ins."""
    if value.text is None:
        computed = value.provenance is Provenance.EXACT and bool(value.origins)
        return Text((Gap(value.origins, is_computed=computed),))
    found = split(value.text, marked)
    return found if found.gaps else Text((Gap(value.origins, value.text),))


def split(text: str, marked: Sequence[Marked]) -> Text:
    """A text cut at every stand-in that occurs in it, whole or as a piece with its marker."""
    present = [(marker, item) for marker, item in marked if marker in text]
    if not present:
        return literal(text)
    longest_first = sorted({item.text for _, item in present}, key=len, reverse=True)
    pieces = (rf"[\w.-]*{re.escape(marker)}[\w.-]*" for marker, _ in present)
    pattern = "|".join((*map(re.escape, longest_first), *pieces))
    parts = (part for part in re.split(f"({pattern})", text) if part)
    return Text(tuple(_part(part, present) for part in parts))


def _part(part: str, present: Sequence[Marked]) -> str | Gap:
    origin = next((item.origin for marker, item in present if marker in part), None)
    if origin is None:
        return part
    # An output of a resource or of one of AWS's look-ups; other sources may say anything.
    computed = origin.urn.startswith("urn:") or _LOOK_UP.match(origin.urn) is not None
    return Gap((origin,), part, is_computed=computed)
