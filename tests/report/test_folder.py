"""The folder as a whole: what is in it, and that nothing in it can be changed unnoticed."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from policy.errors import ReportError
from policy.evidence import to_json
from policy.report import manifest as manifests
from policy.report import verify, write_report
from policy.report.formats import pdf
from policy.report.language import Language
from policy.report.writing import FORMATS
from tests.report.sample import RESULTS, empty_evidence, make_evidence

_QUICK = ("html", "xlsx", "csv", "svg", "oscal", "ocsf", "asff", "sarif", "junit", "github")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All formats but PDF in both languages, with a comparison. Tests only read it."""
    folder = tmp_path_factory.mktemp("report")
    earlier = make_evidence(RESULTS[1:])
    write_report(make_evidence(), folder, formats=_QUICK, earlier=earlier)
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A small report to tamper with."""
    write_report(make_evidence(), tmp_path, formats=("csv", "sarif", "oscal"), languages=("ja",))
    return tmp_path


def test_all_formats_in_both_languages(whole: Path) -> None:
    assert sorted(path.name for path in whole.iterdir()) == [
        "asff.json",
        "data-flow.en.svg",
        "data-flow.ja.svg",
        "evidence-earlier.json",
        "evidence.json",
        "github-annotations.txt",
        "junit.xml",
        "manifest.json",
        "network.en.svg",
        "network.ja.svg",
        "ocsf.json",
        "oscal-assessment-results.json",
        "oscal-component-definition.json",
        "report.en.html",
        "report.ja.html",
        "results.en.csv",
        "results.ja.csv",
        "results.sarif",
        "working-paper.en.xlsx",
        "working-paper.ja.xlsx",
    ]


def test_pdf_files_verify_and_render_to_themselves(tmp_path: Path) -> None:
    written = write_report(empty_evidence(), tmp_path, formats=("pdf",))
    assert [path.name for path in written] == [
        "evidence.json",
        "report.en.pdf",
        "report.ja.pdf",
        "manifest.json",
    ]
    for language in Language:
        # One of them comes from another process, whose hashes are seeded otherwise.
        alone = pdf.render(empty_evidence(), language)
        assert (tmp_path / f"report.{language}.pdf").read_bytes() == alone
    assert verify(tmp_path, again=True) == []


def test_the_manifest_has_the_digest_of_every_file(whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_bytes())
    assert set(manifest["files"]) == {path.name for path in whole.iterdir()} - {"manifest.json"}
    for name, entry in manifest["files"].items():
        data = (whole / name).read_bytes()
        assert entry == {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    assert manifest["evidence_sha256"] == manifest["files"]["evidence.json"]["sha256"]


def test_an_untouched_report_verifies_and_renders_to_itself(whole: Path) -> None:
    assert verify(whole, again=True) == []


def test_one_bit_flipped_anywhere_names_the_file(report: Path) -> None:
    for path in sorted(report.iterdir()):
        data = path.read_bytes()
        for place in {0, len(data) // 2, len(data) - 1}:
            flipped = bytearray(data)
            flipped[place] ^= 1
            path.write_bytes(flipped)
            (problem,) = verify(report)
            assert problem.startswith(path.name), (path.name, place)
        path.write_bytes(data)
    assert verify(report) == []


def test_every_bit_of_the_manifest_counts(report: Path) -> None:
    path = report / "manifest.json"
    data = path.read_bytes()
    for place in range(0, len(data), 7):
        flipped = bytearray(data)
        flipped[place] ^= 1 << (place % 8)
        path.write_bytes(flipped)
        (problem,) = verify(report)
        assert problem.startswith("manifest.json"), place


def test_missing_added_and_replaced_files_are_named(report: Path) -> None:
    (report / "results.sarif").unlink()
    (report / "notes.txt").write_text("x", encoding="utf-8")
    (report / "folder").mkdir()
    link = report / "results.ja.csv"
    copy = report.parent / "copy.csv"
    link.rename(copy)
    link.symlink_to(copy)
    assert verify(report) == [
        "results.ja.csv is missing",
        "results.sarif is missing",
        "folder was added",
        "notes.txt was added",
    ]


def test_a_signature_may_stand_beside_the_manifest(report: Path) -> None:
    for ending in (".sig", ".asc", ".tsr", ".sigstore.json"):
        (report / f"manifest.json{ending}").write_bytes(b"signature")
    assert verify(report) == []
    (report / "evidence.json.sig").write_bytes(b"signature")
    assert verify(report) == ["evidence.json.sig was added"]


def _forge(report: Path, name: str, data: bytes) -> None:
    """Replace a file and make the manifest fit it, as somebody could who is not signed for."""
    path = report / manifests.NAME
    manifest = manifests.from_json(path.read_bytes())
    files = {**manifest.files, name: manifests.entry_of(data)}
    unsealed = msgspec.structs.replace(manifest, files=files)
    sealed = msgspec.structs.replace(unsealed, digest=manifests.digest_of(unsealed))
    path.write_bytes(manifests.to_json(sealed))


def test_a_forged_file_is_found_by_rendering_again(report: Path) -> None:
    data = (report / "results.sarif").read_bytes().replace(b'"error"', b'"note"')
    (report / "results.sarif").write_bytes(data)
    _forge(report, "results.sarif", data)
    assert verify(report) == []
    assert verify(report, again=True) == ["results.sarif differs from what its evidence renders to"]


def test_a_manifest_may_not_name_files_elsewhere(report: Path) -> None:
    _forge(report, "../outside", b"")
    assert verify(report) == ["manifest.json names '../outside', which is not a file of the report"]


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        write_report(make_evidence(), folder, formats=_QUICK)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_a_report_replaces_the_earlier_one_and_nothing_else(report: Path) -> None:
    (report / "manifest.json.sig").write_bytes(b"signature of the earlier report")
    write_report(empty_evidence(), report, formats=("junit",))
    assert sorted(path.name for path in report.iterdir()) == [
        "evidence.json",
        "junit.xml",
        "manifest.json",
    ]
    assert (report / "evidence.json").read_bytes() == to_json(empty_evidence())


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ReportError, match=r"holds thesis\.txt, which is of no report"):
        write_report(make_evidence(), tmp_path, formats=("csv",))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_way_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReportError, match="cannot write to"):
        write_report(make_evidence(), tmp_path / "file", formats=("csv",))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"formats": ("docx",)}, "unknown format docx; known are html, pdf"),
        ({"languages": ("fr",)}, "unknown language fr; known are en, ja"),
    ],
)
def test_an_unknown_choice_names_the_known_ones(
    choice: dict[str, tuple[str]], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match=message):
        write_report(make_evidence(), tmp_path / "new", **choice)
    assert not (tmp_path / "new").exists()


def test_verifying_nothing_is_an_error_not_a_pass(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="cannot read"):
        verify(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"schema": "other"}'])
def test_a_manifest_that_is_none_is_named(content: bytes, report: Path) -> None:
    (report / "manifest.json").write_bytes(content)
    (problem,) = verify(report)
    assert problem.startswith("manifest.json is not a manifest")


def test_formats_are_those_of_the_documentation() -> None:
    assert set(FORMATS) == {*_QUICK, "pdf"}
