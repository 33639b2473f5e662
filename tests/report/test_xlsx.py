import io

import pytest
from openpyxl import Workbook, load_workbook

from policy.evidence import Evidence
from policy.report.formats import xlsx
from policy.report.formats.csv import COLUMNS
from policy.report.language import Language
from policy.report.page import build_page
from tests.report.hostile import NAMES, hostile_evidence
from tests.report.sample import RESULTS, empty_evidence, make_evidence


def _read(evidence: Evidence, language: Language = Language.ENGLISH) -> Workbook:
    return load_workbook(io.BytesIO(xlsx.render(evidence, language)))


def _rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def test_the_working_paper_has_a_row_for_each_result_and_room_for_marks() -> None:
    heading, *body = _rows(_read(make_evidence()), "Working paper")
    assert len(body) == len(RESULTS)
    assert heading[-2:] == ("Auditor's mark", "Auditor's remarks")
    assert body[0][1:6] == (
        "rds-instance-multi-az",
        "RDS instance is Multi-AZ",
        "high",
        "mandatory",
        "fail",
    )
    assert all(not any(row[len(COLUMNS) :]) for row in body)


def test_headings_are_frozen_and_filtered() -> None:
    sheet = _read(make_evidence())["Working paper"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:S{len(RESULTS) + 1}"


def test_speaks_japanese() -> None:
    book = _read(make_evidence(), Language.JAPANESE)
    assert book.sheetnames == ["概要", "監査調書", "要件対応", "承認済み逸脱", "例外承認", "網羅性"]
    assert _rows(book, "監査調書")[1][5] == "不適合"


def test_a_comparison_adds_a_sheet() -> None:
    page = build_page(make_evidence(), make_evidence(RESULTS[1:]))
    book = load_workbook(io.BytesIO(xlsx.render_page_as_xlsx(page, Language.ENGLISH)))
    assert _rows(book, "Changes")[1][0] == "new and open"


@pytest.mark.parametrize("sheet", ["Working paper", "Coverage"])
def test_no_name_becomes_a_formula_or_a_link(sheet: str) -> None:
    cells = [cell for row in _read(hostile_evidence())[sheet].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in cells)
    values = [str(cell.value) for cell in cells]
    assert any(NAMES[1] in value for value in values)


def test_an_empty_program_has_every_sheet() -> None:
    book = _read(empty_evidence())
    assert len(_rows(book, "Working paper")) == 1
    assert len(_rows(book, "Coverage")) == len(empty_evidence().controls) + 1


def test_the_same_evidence_gives_the_same_bytes() -> None:
    assert xlsx.render(make_evidence()) == xlsx.render(make_evidence())
