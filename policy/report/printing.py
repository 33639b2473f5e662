"""PDFs in several languages at once: each further one is laid out by a process of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from policy.errors import ReportError
from policy.report.formats.pdf import render_page_as_pdf
from policy.report.language import Language
from policy.report.page import Page


@dataclass(frozen=True, slots=True)
class Printer:
    """Answers with the PDF in a language, begun long before or made now."""

    begun: dict[Language, Future[bytes]]

    def pdf(self, page: Page, language: Language) -> bytes:
        """The report in one language as PDF.

        Raises:
            ReportError: A character has no glyph, or the process that laid the PDF out has died.
        """
        if language not in self.begun:
            return render_page_as_pdf(page, language)
        try:
            return self.begun[language].result()
        except BrokenProcessPool as error:
            raise ReportError(
                "the process that makes the second PDF ended early",
                advice="free some memory, or ask for one language at a time",
            ) from error


@contextmanager
def printer(page: Page, languages: Sequence[Language]) -> Iterator[Printer]:
    """Begin the PDFs in all languages but the first, which is left to the caller's process."""
    others = languages[1:]
    if not others:
        yield Printer({})
        return
    # A forked process would inherit locks that threads of the SDK hold at that moment.
    with ProcessPoolExecutor(len(others), mp_context=get_context("spawn")) as pool:
        begun = {language: pool.submit(render_page_as_pdf, page, language) for language in others}
        yield Printer(begun)
