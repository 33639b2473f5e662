import re
from html.parser import HTMLParser

import pytest

from policy.evidence import Evidence
from policy.report.formats import html
from policy.report.language import Language
from tests.report.hostile import hostile_evidence
from tests.report.sample import empty_evidence, make_evidence, many_failures

_EXTERNAL = ("src", "href", "xlink:href", "action", "data")
_VOID = {"meta", "br", "link", "img", "input", "hr"}


class _Reader(HTMLParser):
    """Collects text, tags and references, and insists that tags are balanced."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.references: list[str] = []
        self._open: list[str] = []
        self.feed(document)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.references += [value or "" for name, value in attrs if name in _EXTERNAL]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _read(evidence: Evidence, language: Language = Language.ENGLISH) -> _Reader:
    return _Reader(html.render(evidence, language).decode())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "evidence",
    [make_evidence(), empty_evidence(), many_failures(60), hostile_evidence()],
    ids=["sample", "empty", "failing", "hostile"],
)
def test_fetches_nothing_and_runs_nothing(evidence: Evidence, language: Language) -> None:
    found = _read(evidence, language)
    assert all(reference.startswith("#") for reference in found.references)
    assert "script" not in found.tags
    styles = html.render(evidence, language).decode().split("<style>")[1].split("</style>")[0]
    assert set(re.findall(r"url\((data:[^;]*)", styles)) == {"data:font/otf"}
    assert "@import" not in styles


def test_every_link_of_the_contents_leads_somewhere() -> None:
    document = html.render(make_evidence()).decode()
    targets = set(re.findall(r'id="([^"]+)"', document))
    assert {reference[1:] for reference in _read(make_evidence()).references} <= targets


def test_the_first_page_says_what_to_decide() -> None:
    cover = _read(make_evidence()).text.split("Contents")[0]
    for sentence in (
        "Not satisfied: there are violations",
        "2 results do not satisfy their control",
        "1 results could not be decided",
        "Problem: exemption EX-2025-007 expired on 2026-10-31",
        "1 exemptions are in force, the first to end on 2027-04-30",
        "Prepared Reviewed Approved",
        "It certifies nothing",
    ):
        assert sentence in cover


def test_the_japanese_first_page_is_japanese() -> None:
    cover = _read(make_evidence(), Language.JAPANESE).text.split("目次")[0]
    for sentence in (
        "コンプライアンス検証報告書",
        "不合格: 違反がある",
        "問題: 例外承認 EX-2025-007 は 2026-10-31 に期限が切れた",
        "作成 確認 承認",
        "2026-11-24 14:44:02 JST (05:44:02 UTC)",
    ):
        assert sentence in cover


def test_passes_and_values_are_shown_not_only_failures() -> None:
    matrix = _read(make_evidence()).text.split("2. Controls, resources")[-1]
    assert "Automated database backups are kept long enough" in matrix
    assert "pass db-instance-dev (stack/ledger.py:12) multiAz : true (required: true)" in matrix


def test_what_was_not_assessed_is_listed() -> None:
    text = _read(make_evidence()).text
    assert "Controls without a resource (1)" in text
    assert "efs-file-system-spans-zones — EFS spans zones" in text
    assert "aws:ec2/getAmi:getAmi not answered: unknown" in text
    assert "transaction-monitoring-dev pulumi:pulumi:Stack" in text


def test_an_empty_program_still_has_a_whole_report() -> None:
    text = _read(empty_evidence()).text
    assert "Nothing is open" in text
    assert "The program declares no VPC." in text
    assert f"Controls without a resource ({len(empty_evidence().controls)})" in text


def test_hostile_names_stay_text() -> None:
    found = _read(hostile_evidence())
    assert "<script>alert(1)</script>" in found.text
    assert "]]>&amp;<!--" in found.text


def test_a_character_without_a_glyph_is_told_by_its_code_point() -> None:
    assert "[U+1F600]" in _read(hostile_evidence()).text


@pytest.mark.parametrize("language", Language)
def test_no_family_and_no_section_is_missing(language: Language) -> None:
    document = html.render(make_evidence(), language).decode()
    for section in html.SECTIONS:
        assert f'id="{section}"' in document


def test_the_same_evidence_gives_the_same_bytes() -> None:
    assert html.render(make_evidence()) == html.render(make_evidence())
