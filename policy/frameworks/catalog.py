"""The crosswalk: which requirement of which framework a control relates to, and who says so."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final, Literal

import msgspec
from msgspec import Struct

from policy.evidence import Mapping as MappingRecord
from policy.evidence import Text
from policy.families import Family

REVIEWED_BY: Final = Text(
    "this project's engineers; an assessor's review is still to come",
    "当プロジェクトの技術者(審査人による確認は未了)",
)
"""Who read the mappings against their sources."""
REVIEWED_ON: Final = "2026-11-24"

_DATA: Final = resources.files(__name__.rpartition(".")[0]) / "data"
_NOT_FRAMEWORKS: Final = frozenset({"sources.toml", "conflicts.toml"})


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mappings that share relationship and source.

    A row counts for all controls of its `families`, and for the `controls` it names; a row that
    names a control outweighs a family's row about the same requirement.
    """

    requirements: tuple[str, ...]
    relationship: Literal["satisfies", "supports", "partial", "conflicts"]
    source: str
    families: tuple[Family, ...] = ()
    controls: tuple[str, ...] = ()


class Citation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source of mappings: its short name, and where exactly it was read."""

    name: str
    en: str
    ja: str


class Disagreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A requirement about which the sources disagree, for controls of some families."""

    requirement: str
    families: tuple[Family, ...]
    text: Text


class Requirement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One requirement in our own words; `types` are the resource types it speaks of, if few."""

    en: str
    ja: str
    types: tuple[str, ...] = ()

    @property
    def words(self) -> Text:
        """Its words in both languages."""
        return Text(self.en, self.ja)


class Framework(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One framework in one edition; `note` says what its mappings are worth."""

    id: str
    edition: str
    name: Text
    note: Text
    requirements: dict[str, Requirement]
    mappings: tuple[Row, ...]
    disagreements: tuple[Disagreement, ...] = ()


@cache
def frameworks() -> Mapping[str, Framework]:
    """All frameworks by id, in the order of their ids."""
    files = sorted(_DATA.iterdir(), key=lambda item: item.name)
    tables = (read_data(file.name) for file in files if file.name not in _NOT_FRAMEWORKS)
    found = (msgspec.convert(table, Framework) for table in tables)
    return {framework.id: framework for framework in found}


@cache
def mappings_for(control_id: str, family: Family) -> tuple[MappingRecord, ...]:
    """How a control relates to each framework, by framework and then requirement."""
    return tuple(
        MappingRecord(
            framework=framework.id,
            edition=framework.edition,
            requirement=requirement,
            relationship=row.relationship,
            source=sources()[row.source].en,
            reviewed_by=REVIEWED_BY.en,
            reviewed_on=REVIEWED_ON,
        )
        for framework in frameworks().values()
        for requirement, row in _rows(framework, control_id, family).items()
    )


def requirement_of(framework: str, requirement: str) -> Requirement:
    """A requirement; its number stands for its words where this version does not know it."""
    known = frameworks().get(framework)
    unknown = Requirement(en=requirement, ja=requirement)
    return known.requirements.get(requirement, unknown) if known else unknown


def disagreements(framework: str, requirement: str, families: Iterable[str]) -> Iterator[Text]:
    """What the sources disagree on about a requirement, for controls of the families."""
    known, wanted = frameworks().get(framework), set(families)
    for item in known.disagreements if known else ():
        if item.requirement == requirement and wanted & set(item.families):
            yield item.text


@cache
def sources() -> Mapping[str, Citation]:
    """Where mappings were read, by the key that rows use."""
    return msgspec.convert(read_data("sources.toml"), dict[str, Citation])


def source_name(citation: str) -> str:
    """The short name of a source that a mapping cites."""
    names = {item.en: item.name for item in sources().values()}
    return names.get(citation, citation)


def read_data(name: str) -> dict[str, object]:
    """One of the package's data files."""
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def _rows(framework: Framework, control_id: str, family: Family) -> Mapping[str, Row]:
    of_family = _by_requirement(row for row in framework.mappings if family in row.families)
    of_control = _by_requirement(row for row in framework.mappings if control_id in row.controls)
    return dict(sorted({**of_family, **of_control}.items()))


def _by_requirement(rows: Iterable[Row]) -> Mapping[str, Row]:
    return {requirement: row for row in rows for requirement in row.requirements}
