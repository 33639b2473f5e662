"""CSV for spreadsheets in Japan: UTF-8 with BOM, CRLF, one row for each value seen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from policy.evidence import Evidence
from policy.report.index import Finding, Index, index
from policy.report.language import Language
from policy.report.words import words

COLUMNS: Final = (
    "family", "control", "title", "severity", "enforcement", "verdict", "resource", "type",
    "urn", "file", "line", "path", "expected", "found", "reason", "exemption", "requirements",
)  # fmt: skip
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The results as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    say = words(language)
    writer.writerow([say(f"column-{name}") for name in COLUMNS])
    for row in rows(index(evidence), language):
        writer.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def rows(joined: Index, language: Language) -> Iterator[tuple[str, ...]]:
    """One row an observation; one for a result that observed nothing."""
    for finding in joined.findings:
        head = _head(finding, language)
        tail = (
            language.reason_of(finding.result),
            finding.result.exemption or "",
            "; ".join(
                f"{item.framework} {item.requirement}" for item in finding.control.frameworks
            ),
        )
        for item in finding.result.observations:
            yield *head, item.path, language.expected_of(item), language.found_of(item), *tail
        if not finding.result.observations:
            yield *head, "", "", "", *tail


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _head(finding: Finding, language: Language) -> tuple[str, ...]:
    source = finding.resource.source
    return (
        finding.control.family,
        finding.control.id,
        language.title_of(finding.control),
        finding.control.severity,
        finding.control.enforcement,
        words(language).verdict(finding.verdict),
        finding.resource.name,
        finding.resource.type,
        finding.resource.urn,
        source.file if source else "",
        str(source.line) if source else "",
    )
