"""Sentences that evidence keeps in English only, in Japanese: notes on a run, and problems."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

_FILE: Final = resources.files("policy.texts") / "ja" / "sentences.toml"
_PLACE: Final = re.compile(r"\\\{\d\\\}")
_SEPARATOR: Final = "; "


def japanese_sentence(text: str) -> str:
    """The sentence in Japanese, and as it is where no template fits.

    What stands in a template's places is a list of sentences in turn, or names, which stay.
    """
    for pattern, template in _templates():
        if match := pattern.fullmatch(text):
            return template.format(*map(_inner, match.groups()))
    return text


def _inner(text: str) -> str:
    return _SEPARATOR.join(map(japanese_sentence, text.split(_SEPARATOR)))


@cache
def _templates() -> Sequence[tuple[re.Pattern[str], str]]:
    """Patterns of the English sentences, whose places stand in order, with the Japanese ones."""
    table: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [
        (re.compile(_PLACE.sub("(.*)", re.escape(english)), re.DOTALL), japanese)
        for english, japanese in table.items()
    ]
