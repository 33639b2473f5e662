"""Stand-ins: texts in place of values that only a deployment or the outside world knows.

A stand-in looks like what it stands for (an ARN, a URL), so that programs and readers can handle
it, and carries a marker by which it is found again in any text made from it. The invented account
in an ARN is a marker of its own, for texts that take an ARN apart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policy.graph import Origin, StandIn

_MARKER: Final = re.compile(r"(?:sym|alt)-[0-9a-f]{12}|(?<!\d)9[89]\d{10}(?!\d)")
_ARN_NAME: Final = re.compile(r"(^a|A)rns?$")
_URL_NAME: Final = re.compile(r"(^u|U)r[il]$")
_INDEX: Final = re.compile(r"\[\d+\]$")
_ENDPOINT_NAME: Final = re.compile(r"(^e|E)ndpoint$")
# The ARNs of these services name no region.
_GLOBAL_SERVICES: Final = frozenset({"cloudfront", "globalaccelerator", "iam", "route53", "s3"})


@dataclass(frozen=True, slots=True)
class Looks:
    """The invented characters around the unique part of a stand-in."""

    marker: str = "sym"
    account: str = "99"
    host: str = "invalid"
    port: int = 443


CONTRARY: Final = Looks(marker="alt", account="98", host="test", port=8443)
"""Looks that share no part with the usual ones, for runs whose stand-ins must differ."""


class StandIns:
    """Makes stand-ins and recognises them; the same run makes the same ones again."""

    def __init__(self, looks: Looks | None = None) -> None:
        self._looks = looks or Looks()
        self._known: dict[str, _Known] = {}

    def computed(self, urn: str, type_token: str, output: str) -> str:
        """A stand-in for a computed output of a resource."""
        return self._make(Origin(urn, output), type_token, "", outside=False)

    def outside(self, source: str, name: str, call: str = "") -> str:
        """A stand-in for a value from outside the program, such as a field of a look-up.

        Args:
            source: A look-up's token, or whatever names the source; told as the origin's `urn`.
            name: The field, which decides the shape.
            call: Distinguishes look-ups of the same source.
        """
        return self._make(Origin(source, name), source, call, outside=True)

    def found_in(self, text: str) -> tuple[StandIn, ...]:
        """The stand-ins whose marker a text contains, each once, in their order."""
        return tuple(dict.fromkeys(known.stand_in for known in self._matches(text)))

    def origins_in(self, text: str) -> tuple[Origin, ...] | None:
        """The resources' outputs that a text contains; `None` if one part comes from outside."""
        matches = self._matches(text)
        if any(known.outside for known in matches):
            return None
        return tuple(dict.fromkeys(known.stand_in.origin for known in matches))

    @property
    def by_marker(self) -> Mapping[str, StandIn]:
        """Every stand-in made so far, by each of its markers."""
        return {marker: known.stand_in for marker, known in self._known.items()}

    def _matches(self, text: str) -> list[_Known]:
        if f"{self._looks.marker}-" not in text and self._looks.account not in text:
            return []
        markers = _MARKER.findall(text)
        return [self._known[marker] for marker in markers if marker in self._known]

    def _make(self, origin: Origin, type_token: str, call: str, *, outside: bool) -> str:
        looks, name = self._looks, origin.output or ""
        digest = hashlib.sha256(f"{origin.urn}|{name}|{call}".encode()).hexdigest()
        marker = f"{looks.marker}-{digest[:12]}"
        account = f"{looks.account}{int(digest[12:24], 16) % 10**10:010d}"
        text = self._shaped(type_token, _INDEX.sub("", name).rpartition(".")[2], marker, account)
        known = _Known(StandIn(text, origin), outside)
        self._known[marker] = known
        if account in text:
            self._known[account] = known
        return text

    def _shaped(self, type_token: str, name: str, marker: str, account: str) -> str:
        host = f"{marker}.{self._looks.host}"
        if _ARN_NAME.search(name):
            return _arn(type_token, marker, account)
        if _URL_NAME.search(name):
            return f"https://{host}/{marker}"
        if _ENDPOINT_NAME.search(name):
            return f"{host}:{self._looks.port}"
        return marker


@dataclass(frozen=True, slots=True)
class _Known:
    stand_in: StandIn
    outside: bool


def _arn(type_token: str, marker: str, account: str) -> str:
    module = type_token.partition(":")[2].partition(":")[0]
    service, _, resource = module.partition("/")
    if service == "s3":
        return f"arn:aws:s3:::{marker}"
    region = "" if service in _GLOBAL_SERVICES else marker
    return f"arn:aws:{service}:{region}:{account}:{resource or service}/{marker}"
