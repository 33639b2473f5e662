"""The words of controls and phrases in Japanese; English lives beside the code it describes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, cast

from policy.verdict import Phrase

_DIRECTORY: Final = resources.files(__name__) / "ja"


def japanese(phrase: Phrase) -> str:
    """A phrase in Japanese, or in English where it has no translation."""
    template = _phrases().get(phrase.template, phrase.template)
    values = (japanese(item) if isinstance(item, Phrase) else item for item in phrase.values)
    return template.format(*values)


def is_translated(template: str) -> bool:
    """Whether a phrase has a translation; templates of values alone need none."""
    return template in _phrases() or not template.replace("{0}", "").strip()


def control_words(family: str, control: str) -> Mapping[str, str]:
    """The Japanese `title`, `why`, `fix` and `severity` of a control; empty if it has none."""
    return _controls(family).get(control, {})


@cache
def _controls(family: str) -> Mapping[str, Mapping[str, str]]:
    file = _DIRECTORY / f"{family}.toml"
    if not file.is_file():
        return {}
    return cast("Mapping[str, Mapping[str, str]]", tomllib.loads(file.read_text(encoding="utf-8")))


@cache
def _phrases() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for file in sorted(_DIRECTORY.iterdir(), key=lambda item: item.name):
        if file.name.startswith("phrases"):
            table.update(tomllib.loads(file.read_text(encoding="utf-8")))
    return table
