"""The working paper as XLSX: filters, frozen headings, empty columns for the auditor's marks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from policy.evidence import Evidence, SecondOpinion
from policy.report.characters import xml_safe
from policy.report.clock import both_clocks, moment
from policy.report.deviations import Deviation
from policy.report.formats.csv import COLUMNS, rows
from policy.report.index import VERDICTS
from policy.report.language import Language
from policy.report.page import Page, build_page
from policy.report.requirements import Row as RequirementRow
from policy.report.requirements import Table
from policy.report.words import Words, words

Row = Sequence[str | int]
_FONT: Final = {"font_name": "Yu Gothic", "font_size": 10, "text_wrap": True, "valign": "top"}
_WIDTHS: Final = {
    "family": 16, "control": 34, "title": 40, "severity": 11, "enforcement": 12, "verdict": 12,
    "resource": 34, "type": 34, "urn": 50, "file": 24, "line": 6, "path": 24, "expected": 28,
    "found": 28, "reason": 50, "exemption": 16, "requirements": 50,
}  # fmt: skip
_LONGEST: Final = 32_767
"""Characters that a cell may hold."""
_HARMLESS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""A text is a text, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class _Book:
    file: Workbook
    heading: Format
    body: Format


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The working paper in one language, without a comparison."""
    return render_page_as_xlsx(build_page(evidence), language)


def render_page_as_xlsx(page: Page, language: Language) -> bytes:
    """The working paper in one language."""
    data = io.BytesIO()
    with Workbook(data, _HARMLESS) as file:
        when = moment(page.evidence.run.finished).replace(tzinfo=None)
        file.set_properties({"created": when, "author": "transaction-monitoring policy pack"})
        heading = file.add_format({**_FONT, "bold": True, "bg_color": "#E9EDF1"})
        _fill(_Book(file, heading, file.add_format(_FONT)), page, language)
    return data.getvalue()


def _fill(book: _Book, page: Page, language: Language) -> None:
    say = words(language)
    _summary(book, page, language)
    _results(book, page, language)
    _requirements(book, page, language)
    _deviations(book, page, language)
    _exemptions(book, page, say)
    _coverage(book, page, language)
    if page.comparison:
        _changes(book, page, say)
    if page.evidence.second_opinion:
        _second_opinion(book, page.evidence.second_opinion, say)


def _summary(book: _Book, page: Page, language: Language) -> None:
    say, run = words(language), page.evidence.run
    facts: list[Row] = [
        (say("report-title"), f"{run.project}/{run.stack}"),
        (say("judged-at"), both_clocks(run.finished)),
        (say("source"), say(f"source-{run.source}")),
        (say("commit"), run.commit or say("not-stated")),
        (f"{say('evidence')} SHA-256", page.digest),
        (say("verdict"), say(f"gate-{page.decision.gate}")),
        *((say.verdict(item), page.evidence.summary.get(item, 0)) for item in VERDICTS),
        (say("deviations-count"), page.rates.deviations),
        (say("rate-without"), page.rates.without_deviations),
        (say("rate-with"), page.rates.with_deviations),
        *((say("problem"), language.sentence(problem)) for problem in page.decision.problems),
        *((say("note"), language.sentence(note)) for note in run.notes),
        (say("section-limits"), ""),
        *((str(number), say(f"limit-{number}")) for number in range(1, 10)),
    ]
    _sheet(book, say("sheet-summary"), (say("fact"), say("now")), facts, (34, 96))


def _results(book: _Book, page: Page, language: Language) -> None:
    say = words(language)
    heading = [say(f"column-{name}") for name in (*COLUMNS, "auditor", "remarks")]
    widths = [_WIDTHS[name] for name in COLUMNS] + [14, 40]
    body = ((*row, "", "") for row in rows(page.joined, language))
    _sheet(book, say("sheet-results"), heading, body, widths)


def _requirements(book: _Book, page: Page, language: Language) -> None:
    say = words(language)
    names = ("framework", "edition", "requirement", "own-words", "status", "relationship")
    heading = [say(name) for name in names] + [say.verdict(item) for item in VERDICTS]
    heading += [say("control"), say("source-of-mapping"), say("disagreement")]
    body = (_requirement(table, row, language) for table in page.frameworks for row in table.rows)
    widths = (36, 18, 18, 44, 26, 14, *(9 for _ in VERDICTS), 50, 50, 60)
    _sheet(book, say("sheet-requirements"), heading, body, widths)


def _requirement(table: Table, row: RequirementRow, language: Language) -> Row:
    say = words(language)
    return (
        language.text(table.name),
        table.edition,
        row.requirement,
        language.text(row.words),
        say(f"status-{row.status}"),
        say(f"relationship-{row.relationship}"),
        *(row.counts.get(item, 0) for item in VERDICTS),
        ", ".join(row.controls),
        "; ".join(row.sources),
        " ".join(language.text(text) for text in row.disagreements),
    )


def _deviations(book: _Book, page: Page, language: Language) -> None:
    say = words(language)
    names = ("number", "subject", "status", "breaks", "resource", "reason", "compensating",
             "residual-risk", "owner", "accepted-by", "expires-on")  # fmt: skip
    body = (
        (
            item.conflict.id,
            language.text(item.conflict.subject),
            say(f"standing-{standing}"),
            ", ".join(f"{each.framework} {each.requirement}" for each in item.conflict.breaks),
            finding.resource.urn,
            language.text(item.conflict.reason),
            _compensations(item, say),
            language.text(item.conflict.residual),
            language.text(item.decision.owner),
            language.text(item.decision.accepted_by),
            item.decision.expires_on,
        )
        for item in page.deviations
        for finding, standing in item.places
    )
    widths = (9, 30, 26, 40, 50, 50, 40, 50, 24, 40, 12)
    _sheet(book, say("sheet-deviations"), [say(name) for name in names], body, widths)


def _compensations(deviation: Deviation, say: Words) -> str:
    counted = say("compensation-count")
    told = (
        f"{made.control}: {counted.format(len(made.passed), len(made.others))}"
        for made in deviation.compensations
    )
    return "; ".join(told) or say("no-compensation")


def _exemptions(book: _Book, page: Page, say: Words) -> None:
    names = ("exemption", "status", "control", "resource", "reason", "owner", "approver",
             "approved-on", "expires-on", "ticket", "problem")  # fmt: skip
    body = (
        (
            item.id,
            say(f"exemption-{item.status}"),
            item.control,
            "\n".join(item.resources),
            item.reason,
            item.owner,
            item.approver,
            item.approved_on,
            item.expires_on,
            item.ticket,
            item.problem,
        )
        for item in page.evidence.exemptions
    )
    widths = (16, 14, 34, 60, 50, 28, 28, 12, 12, 16, 50)
    _sheet(book, say("sheet-exemptions"), [say(name) for name in names], body, widths)


def _coverage(book: _Book, page: Page, language: Language) -> None:
    say, known = words(language), page.coverage
    lists: list[Row] = [
        (say(key), item.id, language.title_of(item))
        for key, controls in (
            ("idle-controls", known.idle),
            ("inapplicable-controls", known.inapplicable),
            ("disabled-controls", known.disabled),
            ("coverage-unmapped", known.unmapped),
        )
        for item in controls
    ]
    lists += [
        (say(key), item.urn, item.type)
        for key, resources in (
            ("coverage-judged", known.judged),
            ("coverage-beyond", known.beyond),
            ("coverage-unjudged", known.unjudged),
        )
        for item in resources
    ]
    lists += [
        (say("lookups"), item.token, say(f"answered-{item.answered}"))
        for item in page.evidence.invokes
    ]
    heading = (say("status"), say("name"), say("column-title"))
    _sheet(book, say("sheet-coverage"), heading, lists, (40, 70, 60))


def _changes(book: _Book, page: Page, say: Words) -> None:
    changes = page.comparison.changes if page.comparison else ()
    body = (
        (
            say(f"change-{item.kind}"),
            item.control,
            item.urn,
            say.verdict(item.before) if item.before else "",
            say.verdict(item.now) if item.now else "",
        )
        for item in changes
    )
    heading = [say(name) for name in ("change", "control", "resource", "before", "now")]
    _sheet(book, say("sheet-changes"), heading, body, (16, 40, 70, 14, 14))


def _second_opinion(book: _Book, second: SecondOpinion, say: Words) -> None:
    titles = {item.id: item.title for item in second.checks}
    body = (
        (
            item.check,
            titles.get(item.check, ""),
            item.urn,
            say.verdict(item.theirs),
            say.verdict(item.ours),
        )
        for item in second.verdicts
    )
    heading = [say("second-check"), say("column-title"), say("resource"), second.tool]
    heading.append(say("second-ours"))
    _sheet(book, say("sheet-second-opinion"), heading, body, (18, 60, 70, 14, 14))


def _sheet(
    book: _Book, title: str, heading: Row, body: Iterable[Row], widths: Sequence[int]
) -> None:
    sheet = book.file.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _write(sheet, 0, heading, book.heading)
    length = 0
    for length, row in enumerate(body, start=1):
        _write(sheet, length, row, book.body)
    sheet.autofilter(0, 0, length, len(heading) - 1)


def _write(sheet: Worksheet, number: int, row: Row, style: Format) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, column, xml_safe(value)[:_LONGEST], style)
        else:
            sheet.write_number(number, column, value, style)
