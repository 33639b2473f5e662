import io
import logging

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from policy.errors import ReportError
from policy.evidence import from_json, to_json
from policy.report.formats import pdf
from policy.report.language import Language
from tests.report.hostile import hostile_evidence
from tests.report.sample import empty_evidence, make_evidence


@pytest.fixture(scope="module")
def japanese() -> PdfReader:
    return _read(pdf.render(make_evidence(), Language.JAPANESE))


def _read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def _text(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def _fonts(reader: PdfReader) -> set[str]:
    found = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            (descendant,) = font["/DescendantFonts"]
            assert "/FontFile3" in descendant["/FontDescriptor"]
            found.add(str(font["/BaseFont"]).partition("+")[2])
    return found


def test_japanese_is_text_in_embedded_japanese_fonts(japanese: PdfReader) -> None:
    text = _text(japanese)
    for words in (
        "コンプライアンス検証報告書",
        "承認済み逸脱",
        "本報告書の限界",
        "RDSインスタンスはマルチAZ構成である",
    ):
        assert words in text
    assert _fonts(japanese) == {"Noto-Sans-CJK-JP", "Noto-Sans-CJK-JP-Bold"}


def test_glyphs_are_found_by_the_numbers_that_the_pages_use(japanese: PdfReader) -> None:
    # Lenient readers show glyphs by their place in the font, strict ones by this number.
    for font in japanese.pages[0]["/Resources"]["/Font"].values():
        (descendant,) = font["/DescendantFonts"]
        program = descendant["/FontDescriptor"]["/FontFile3"].get_data()
        names = TTFont(io.BytesIO(program))["CFF "].cff.topDictIndex[0].charset
        assert names[1:] == [f"cid{place:05}" for place in range(1, len(names))]


def test_is_pdf_a_3_tagged_with_the_evidence_inside(japanese: PdfReader) -> None:
    metadata = japanese.xmp_metadata
    assert metadata is not None
    raw = metadata.stream.get_data().decode()
    assert 'pdfaid:part="3" pdfaid:conformance="U"' in raw
    assert japanese.trailer["/Root"]["/MarkInfo"]["/Marked"]
    (content,) = japanese.attachments["evidence.json"]
    assert from_json(content, "attachment") == make_evidence()


def test_every_page_names_the_run_and_its_number(japanese: PdfReader) -> None:
    total = len(japanese.pages)
    for number, page in enumerate(japanese.pages, start=1):
        text = page.extract_text()
        assert "transaction-monitoring/dev" in text
        assert f"{number} / {total}" in text


def test_the_same_evidence_gives_the_same_bytes() -> None:
    first = pdf.render(empty_evidence(), Language.ENGLISH)
    assert pdf.render(empty_evidence(), Language.ENGLISH) == first


def test_nothing_is_complained_about_whatever_the_names(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        data = pdf.render(hostile_evidence(), Language.JAPANESE)
    told = [record.getMessage() for record in caplog.records]
    assert [message for message in told if "HarfBuzz" not in message] == []
    text = _text(_read(data))
    assert "<script>alert(1)</script>" in text
    assert "[U+1F600]" in text
    assert "日本語の名前" in text


def test_a_page_that_would_show_boxes_is_refused() -> None:
    logger = logging.getLogger("weasyprint")
    with pytest.raises(ReportError, match="cannot show 1 characters"), pdf.no_missing_glyphs():
        logger.warning("Font does not have glyphs: .notdef glyph rendered for %r", "x")


def test_the_attachment_is_the_canonical_evidence(japanese: PdfReader) -> None:
    assert japanese.attachments["evidence.json"] == [to_json(make_evidence())]
