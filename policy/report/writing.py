"""Writing a report: every format in every language, the evidence, and the manifest over all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from policy import evidence as documents
from policy.errors import ReportError
from policy.evidence import Evidence
from policy.report import manifest as manifests
from policy.report.diagrams.dataflow import draw_dataflow
from policy.report.diagrams.network import draw_network
from policy.report.diagrams.svg import standalone
from policy.report.formats import asff, csv, github, html, junit, ocsf, pdf, sarif, xlsx
from policy.report.formats.oscal import assessment, component
from policy.report.language import Language
from policy.report.page import Page, build_page
from policy.report.printing import printer
from policy.report.words import words

EVIDENCE: Final = "evidence.json"
EARLIER: Final = "evidence-earlier.json"
_RENDERERS: Final = (
    "jinja2", "msgspec", "noto-cjk-sans-jp-bold", "noto-cjk-sans-jp-regular", "pydyf",
    "uharfbuzz", "weasyprint", "xlsxwriter",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a format; `{}` in its name stands for the language, if it has one."""

    name: str
    render: Callable[[Page, Language], bytes]

    def names(self, languages: Sequence[Language]) -> Iterator[tuple[str, Language]]:
        """The file's names with the language of each."""
        if "{}" in self.name:
            yield from ((self.name.format(language), language) for language in languages)
        else:
            yield self.name, Language.ENGLISH


FORMATS: Final[Mapping[str, Sequence[_File]]] = {
    "html": [_File("report.{}.html", lambda page, lang: html.render_page(page, lang).encode())],
    "pdf": [_File("report.{}.pdf", pdf.render_page_as_pdf)],
    "xlsx": [_File("working-paper.{}.xlsx", xlsx.render_page_as_xlsx)],
    "csv": [_File("results.{}.csv", lambda page, lang: csv.render(page.evidence, lang))],
    "svg": [
        _File(
            "network.{}.svg",
            lambda page, lang: standalone(draw_network(page.topology, words(lang))),
        ),
        _File(
            "data-flow.{}.svg",
            lambda page, lang: standalone(draw_dataflow(page.topology, words(lang))),
        ),
    ],
    "oscal": [
        _File("oscal-assessment-results.json", assessment.render_page),
        _File(
            "oscal-component-definition.json",
            lambda page, lang: component.render(page.evidence, lang),
        ),
    ],
    "ocsf": [_File("ocsf.json", lambda page, lang: ocsf.render(page.evidence, lang))],
    "asff": [_File("asff.json", lambda page, lang: asff.render(page.evidence, lang))],
    "sarif": [_File("results.sarif", lambda page, lang: sarif.render(page.evidence, lang))],
    "junit": [_File("junit.xml", lambda page, lang: junit.render(page.evidence, lang))],
    "github": [
        _File("github-annotations.txt", lambda page, lang: github.render(page.evidence, lang))
    ],
}
"""Every format by the name that callers choose it by."""


def write_report(
    evidence: Evidence,
    directory: Path,
    *,
    formats: Sequence[str] = (),
    languages: Sequence[str] = (),
    earlier: Evidence | None = None,
) -> list[Path]:
    """Write a report and answer with its files; no format or language chosen means all of them.

    An earlier report in the directory is replaced.

    Raises:
        ReportError: A format or language is unknown, or the directory holds something else.
    """
    chosen, spoken = _formats(formats), _languages(languages)
    page = build_page(evidence, earlier)
    files = render_files(page, chosen, spoken)
    manifest = manifests.make_manifest(
        page, files, formats=chosen, languages=list(map(str, spoken)), renderers=renderers()
    )
    _clear(directory)
    written = {**files, manifests.NAME: manifests.to_json(manifest)}
    for name, data in written.items():
        (directory / name).write_bytes(data)
    return [directory / name for name in written]


def render_files(
    page: Page, formats: Sequence[str], languages: Sequence[Language]
) -> dict[str, bytes]:
    """Every file of a report but its manifest."""
    files = {EVIDENCE: documents.to_json(page.evidence)}
    if page.comparison:
        files[EARLIER] = documents.to_json(page.comparison.earlier)
    with printer(page, languages if "pdf" in formats else ()) as printing:
        for name in formats:
            for file in FORMATS[name]:
                render = printing.pdf if name == "pdf" else file.render
                for path, language in file.names(languages):
                    files[path] = render(page, language)
    return files


def renderers() -> dict[str, str]:
    """Versions of what shapes the bytes of a report."""
    return {name: metadata.version(name) for name in _RENDERERS}


def _formats(names: Sequence[str]) -> list[str]:
    unknown = sorted(set(names) - set(FORMATS))
    if unknown:
        raise ReportError(
            f"unknown format {', '.join(unknown)}", advice=f"known are {', '.join(FORMATS)}"
        )
    return [name for name in FORMATS if not names or name in names]


def _languages(names: Sequence[str]) -> list[Language]:
    unknown = sorted(set(names) - set(Language))
    if unknown:
        raise ReportError(
            f"unknown language {', '.join(unknown)}", advice=f"known are {', '.join(Language)}"
        )
    return [language for language in Language if not names or language in names]


def _clear(directory: Path) -> None:
    """Make the directory and remove the earlier report in it, and nothing that is not of it."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        found = {path.name for path in directory.iterdir()}
    except OSError as error:
        raise ReportError(
            f"cannot write to {directory} ({error.strerror})", advice="choose another directory"
        ) from error
    foreign = found - _of_report(directory)
    if foreign:
        raise ReportError(
            f"{directory} holds {min(foreign)}, which is of no report",
            advice="choose an empty directory",
        )
    for name in found:
        (directory / name).unlink()


def _of_report(directory: Path) -> set[str]:
    path = directory / manifests.NAME
    if not path.is_file():
        return set()
    signatures = {f"{manifests.NAME}{ending}" for ending in manifests.SIGNATURES}
    return {manifests.NAME, *signatures, *manifests.from_json(path.read_bytes()).files}
