import csv as reader
import io

from policy.evidence import Evidence
from policy.report.formats import csv
from policy.report.language import Language
from tests.report.hostile import NAMES, hostile_evidence
from tests.report.sample import RESULTS, make_evidence


def _rows(evidence: Evidence, language: Language = Language.ENGLISH) -> list[dict[str, str]]:
    text = csv.render(evidence, language).decode("utf-8-sig")
    return list(reader.DictReader(io.StringIO(text, newline="")))


def test_starts_with_a_mark_that_excel_knows_and_ends_lines_as_it_does() -> None:
    data = csv.render(make_evidence())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == len(RESULTS) + 1


def test_a_row_says_all_about_a_result() -> None:
    first = _rows(make_evidence())[0]
    assert first["Control"] == "rds-instance-multi-az"
    assert (first["Property"], first["Required"], first["Found"]) == ("multiAz", "true", "false")
    assert (first["File"], first["Line"], first["Verdict"]) == ("stack/ledger.py", "12", "fail")
    assert "aws-fsbp RDS.5" in first["Requirements"]


def test_no_result_is_missing_not_even_one_that_saw_nothing() -> None:
    rows = _rows(make_evidence(), Language.JAPANESE)
    assert len(rows) == len(RESULTS)
    assert {row["判定"] for row in rows} == {
        "不適合",
        "適合",
        "未判定",
        "例外承認",
        "対象外",
        "エラー",
    }


def test_no_cell_starts_a_formula() -> None:
    rows = _rows(hostile_evidence())
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert {row["Resource"].removeprefix("'") for row in rows} == set(NAMES)
