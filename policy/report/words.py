"""The report's own words in each language; the words of controls come with the evidence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from policy.report.index import VERDICTS
from policy.report.language import Language

_DIRECTORY: Final = resources.files(__name__.rpartition(".")[0]) / "texts"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's table; calling it with a key gives the text."""

    language: Language
    table: Mapping[str, str]

    def __call__(self, key: str) -> str:
        """The text of a key."""
        return self.table[key]

    def verdict(self, verdict: str) -> str:
        """What a verdict is called."""
        return self.table[f"verdict-{verdict}"]

    def family(self, family: str) -> str:
        """What a family is called."""
        return self.table[f"family-{family}"]

    def counts(self, summary: Mapping[str, int]) -> str:
        """How many results have each verdict, as one line."""
        parts = [f"{self.verdict(item)} {summary.get(item, 0)}" for item in VERDICTS]
        return self.table["list-separator"].join(parts)


@cache
def words(language: Language) -> Words:
    """The words of a language."""
    text = (_DIRECTORY / f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))
