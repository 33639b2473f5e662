"""Describing values without giving secrets away.

A value that may be secret is described by its kind and its length class, never by its content.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from policy.graph import ABSENT, Graph, Reading, Resource, Unknown
from policy.verdict import Phrase, phrase

_SHOWN_LENGTH: Final = 120
_SENSITIVE_NAME: Final = re.compile(
    r"passw|passphrase|secret(?!sManager|Arn|Id|Version)|token(?!Validity|Type|Key)|credential"
    r"|private_?key|api_?key|access_?key(?!Id$)|auth_?code|connection_?string|user_?data"
    r"|environment|variables|certificate_?body|shared_?key|masterUser(?!Secret)",
    re.IGNORECASE,
)
_LOOKS_SECRET: Final = re.compile(
    r"-----BEGIN|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\beyJ[\w-]{10,}\.|://[^/\s:@]+:[^/\s@]+@"
    r"|(?<!\d)(?:\d[ -]?){13,19}(?!\d)"
)
_LENGTH_CLASSES: Final = ((0, "empty"), (7, "1 to 7"), (15, "8 to 15"), (31, "16 to 31"))


def describe(resource: Resource, reading: Reading, graph: Graph | None = None) -> Phrase:
    """What was found at a path, fit to be shown to anybody."""
    value = reading.value
    if value is ABSENT:
        return phrase("not set")
    if isinstance(value, Unknown):
        return _describe_unknown(value, graph)
    if isinstance(value, bool):
        return phrase("true") if value else phrase("false")
    if isinstance(value, (int, float)):
        return phrase("{0}", value)
    if isinstance(value, str):
        return _describe_text(value, secret=is_secret(resource, reading.path))
    return phrase("a list of {0}", len(value)) if isinstance(value, list) else phrase("an object")


def scrub(text: str) -> str:
    """A text of unknown content, such as a program's error message, without what looks secret."""
    return _LOOKS_SECRET.sub("[hidden]", text)


def is_secret(resource: Resource, path: str) -> bool:
    """Whether the value at a path may be secret, by its mark or by its name."""
    if _is_named_secret(path):
        return True
    return any(_covers(secret, path) for secret in resource.secrets)


@lru_cache(maxsize=4096)
def _is_named_secret(path: str) -> bool:
    return _SENSITIVE_NAME.search(path) is not None


def _covers(secret: str, path: str) -> bool:
    return path == secret or path.startswith((f"{secret}.", f"{secret}["))


def _describe_unknown(value: Unknown, graph: Graph | None) -> Phrase:
    known = graph.by_urn if graph else {}
    names = sorted(
        f"{known[origin.urn].name} ({origin.output or known[origin.urn].type})"
        for origin in value.origins
        if origin.urn in known
    )
    if not names:
        return phrase("not known before deployment")
    return phrase("not known before deployment; comes from {0}", ", ".join(names))


@lru_cache(maxsize=8192)
def _describe_text(text: str, *, secret: bool) -> Phrase:
    if secret or _LOOKS_SECRET.search(text):
        return phrase("a hidden text of {0} characters", _length_class(len(text)))
    shown = text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…"
    return phrase(
        "{0}", shown.encode("unicode_escape").decode() if not shown.isprintable() else shown
    )


def _length_class(length: int) -> str:
    return next((name for limit, name in _LENGTH_CLASSES if length <= limit), "32 or more")
