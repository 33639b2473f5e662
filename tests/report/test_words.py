import re
import tomllib
from pathlib import Path

import pytest

from policy.families import Family
from policy.frameworks import frameworks, register
from policy.report.comparison import Kind
from policy.report.deviations import Standing
from policy.report.formats.csv import COLUMNS
from policy.report.formats.html import SECTIONS
from policy.report.language import Language
from policy.report.requirements import Status
from policy.report.words import words
from policy.topology.kinds import KINDS
from policy.verdict import Verdict

_ROOT = Path(__file__).parents[2] / "policy" / "report"
_TEMPLATES = (_ROOT / "templates").glob("*.j2")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def _table(language: Language) -> dict[str, str]:
    return tomllib.loads((_ROOT / "texts" / f"{language}.toml").read_text(encoding="utf-8"))


def test_both_languages_have_the_same_keys_and_the_same_places_for_values() -> None:
    english, japanese = _table(Language.ENGLISH), _table(Language.JAPANESE)
    assert set(english) == set(japanese)
    for key, text in english.items():
        assert set(re.findall(r"\{\d\}", text)) == set(re.findall(r"\{\d\}", japanese[key])), key


def test_japanese_is_japanese() -> None:
    names = {"column-urn", "item-separator", "list-separator", "kind-cache", "in-transit"}
    for key, text in _table(Language.JAPANESE).items():
        assert _JAPANESE.search(text) or key in names, key


@pytest.mark.parametrize("language", Language)
def test_whatever_can_be_asked_for_is_there(language: Language) -> None:
    table = _table(language)
    wanted = {f"verdict-{verdict}" for verdict in Verdict}
    wanted |= {f"meaning-{verdict}" for verdict in Verdict}
    wanted |= {f"family-{family}" for family in Family}
    wanted |= {f"status-{status}" for status in Status}
    wanted |= {f"standing-{standing}" for standing in Standing}
    wanted |= {f"change-{kind}" for kind in Kind}
    wanted |= {f"section-{section}" for section in SECTIONS}
    wanted |= {f"column-{column}" for column in COLUMNS}
    wanted |= {f"kind-{kind.id}" for kind in KINDS.values()}
    wanted |= {f"gate-{code}" for code in (0, 1, 3)}
    assert wanted <= set(table)


def test_every_key_of_the_templates_is_there() -> None:
    for template in _TEMPLATES:
        text = template.read_text(encoding="utf-8")
        asked = set(re.findall(r"\bt\('([a-z0-9-]+)'\)", text))
        assert asked <= set(_table(Language.ENGLISH)), template.name


def test_no_text_claims_conformity_or_certification() -> None:
    texts = [*_table(Language.ENGLISH).values(), *_table(Language.JAPANESE).values()]
    texts += [text for item in frameworks().values() for text in (item.note.en, item.note.ja)]
    claim = re.compile(r"system (is|was) (compliant|certified)|に適合している|に準拠している")
    assert not [text for text in texts if claim.search(text)]
    for text in (words(Language.ENGLISH), words(Language.JAPANESE)):
        assert re.search(r"certifies nothing|認証でもなく", text("no-certification"))


def test_data_files_are_translated() -> None:
    for item in register().conflicts:
        for text in (item.subject, item.reason, item.residual):
            assert _JAPANESE.search(text.ja)
    for framework in frameworks().values():
        for number, requirement in framework.requirements.items():
            assert _JAPANESE.search(requirement.ja), (framework.id, number)
